import { useState } from 'react'
import { Link } from 'react-router'
import { z } from 'zod'
import { requestPasswordReset } from '../../api/auth'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { Note } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl } from '../../url'

const schema = z.object({ email: z.email('Enter your email address.') })

export function Component() {
  useTitle('Reset your password')
  const [sent, setSent] = useState(false)
  return (
    <AuthFrame title="Reset your password" lead="We’ll send you a link to choose a new one.">
      {sent ? (
        <Note tone="ok" role="status" title="Check your email">
          If that address has an account, a link is on its way. On a platform without email, ask whoever runs
          it for the link.
        </Note>
      ) : (
        <CredentialsForm
          schema={schema}
          fields={[{ name: 'email', label: 'Email', type: 'email', autoComplete: 'username' }]}
          submit="Send the link"
          onSubmit={async ({ email }) => {
            await requestPasswordReset(email)
            setSent(true)
          }}
        />
      )}
      <p className="mt-5 text-sm">
        <Link className="link" to={pageUrl.signIn()}>
          Back to sign in
        </Link>
      </p>
    </AuthFrame>
  )
}
