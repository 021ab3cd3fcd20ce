/** Finds the sign-in of somebody's company, and leads there. */
import { z } from 'zod'
import { beginCompanySignIn } from '../../api/company-sign-in'
import { CredentialsForm } from '../../forms/credentials-form'

const schema = z.object({
  who: z.string().trim().min(1, 'Enter your work address, or the short name of your organization.'),
})

export function CompanyForm({ next, organization }: { next: string; organization: string | null }) {
  return (
    <CredentialsForm
      schema={schema}
      fields={[
        {
          name: 'who',
          label: 'Work address or organization',
          autoComplete: 'username',
          hint: 'Your address at the company, or the short name of your organization here.',
        },
      ]}
      values={{ who: organization ?? '' }}
      submit="Continue"
      onSubmit={async ({ who }) => {
        const name = who.includes('@') ? { email: who } : { organizationSlug: who }
        window.location.assign(await beginCompanySignIn(name, { next }))
      }}
    />
  )
}
