/** Finds the sign-in of somebody's company, and leads there. */
import { z } from 'zod'
import { beginCompanySignIn } from '../../api/company-sign-in'
import { CredentialsForm } from '../../forms/credentials-form'

const schema = z.object({
  who: z.string().trim().min(1, 'Enter your work email, or the short name of your organization.'),
})

export function CompanyForm({ next, organization }: { next: string; organization: string | null }) {
  return (
    <CredentialsForm
      schema={schema}
      fields={[
        {
          name: 'who',
          label: 'Work email or organization',
          autoComplete: 'username',
          hint: 'Your email address at the company, or your organization’s short name here.',
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
