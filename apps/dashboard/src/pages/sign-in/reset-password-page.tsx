import { Link, useNavigate, useSearchParams } from 'react-router'
import { z } from 'zod'
import { resetPassword } from '../../api/auth'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { announce } from '../../ui/announcer'
import { Note } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl } from '../../url'

const schema = z.object({
  password: z.string().min(8, 'Use at least 8 characters.').max(128, 'Use at most 128 characters.'),
})

export function Component() {
  useTitle('Choose a new password')
  const [search] = useSearchParams()
  const token = search.get('token')
  const navigate = useNavigate()
  return (
    <AuthFrame title="Choose a new password">
      {token === null || search.has('error') ? (
        <Note tone="danger" title="This link no longer works">
          It was used already or has expired.{' '}
          <Link className="link" to={pageUrl.forgotPassword}>
            Ask for a new one
          </Link>
          .
        </Note>
      ) : (
        <CredentialsForm
          schema={schema}
          fields={[
            {
              name: 'password',
              label: 'New password',
              type: 'password',
              autoComplete: 'new-password',
              hint: 'At least 8 characters.',
            },
          ]}
          submit="Save password"
          onSubmit={async ({ password }) => {
            await resetPassword(token, password)
            announce('Your password is changed.')
            await navigate(pageUrl.signIn(), { replace: true })
          }}
        />
      )}
    </AuthFrame>
  )
}
