/** The second step of signing in, after a password that was right. */
import { z } from 'zod'
import { verifySecondFactor } from '../api/second-factor'
import { CredentialsForm } from './credentials-form'

const schema = z.object({ code: z.string().trim().min(1, 'Enter the six digits, or a recovery code.') })

export function SecondFactorForm({ onDone }: { onDone: () => Promise<unknown> }) {
  return (
    <CredentialsForm
      schema={schema}
      fields={[
        {
          name: 'code',
          label: 'Code',
          autoComplete: 'one-time-code',
          hint: 'The six digits of your authenticator app, or one of your recovery codes.',
        },
      ]}
      submit="Continue"
      onSubmit={async ({ code }) => {
        await verifySecondFactor(code)
        await onDone()
      }}
    />
  )
}
