import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { z } from 'zod'
import { signIn } from '../../api/auth'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { useTitle } from '../../ui/use-title'
import { pageUrl, safeNext } from '../../url'

const schema = z.object({
  email: z.email('Enter your e-mail address.'),
  password: z.string().min(1, 'Enter your password.'),
})

export function Component() {
  useTitle('Sign in')
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <AuthFrame title="Sign in" lead="Keys, scenes and where they may be embedded.">
      <CredentialsForm
        schema={schema}
        fields={[
          { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
        submit="Sign in"
        onSubmit={async ({ email, password }) => {
          await signIn(email, password)
          queryClient.clear()
          await navigate(next, { replace: true })
        }}
      />
      <div className="mt-5 flex flex-wrap justify-between gap-2 text-sm">
        <Link className="link" to={pageUrl.forgotPassword}>
          Forgot your password?
        </Link>
        <Link className="link" to={pageUrl.signUp(next)}>
          Create an account
        </Link>
      </div>
    </AuthFrame>
  )
}
