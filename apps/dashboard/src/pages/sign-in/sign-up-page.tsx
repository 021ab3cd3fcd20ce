import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { signUp } from '../../api/auth'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { Note } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl, safeNext } from '../../url'
import { accountSchema } from './account-schema'
import { WhoMaySignUp } from './who-may-sign-up'

export function Component() {
  useTitle('Create an account')
  const [search] = useSearchParams()
  const next = search.get('next')
  const navigate = useNavigate()
  /** Where the account waits for its address to be confirmed. */
  const [sentTo, setSentTo] = useState<string | null>(null)
  const queryClient = useQueryClient()
  return (
    <AuthFrame title="Create an account" lead="Publish a 3D scene and embed it in your own pages.">
      {sentTo !== null ? (
        <Note tone="ok" role="status" title="Check your email">
          A link to confirm the address is on its way to <span className="user-text">{sentTo}</span>. It works
          for one day. Nothing there? Look among the unwanted mail, or sign in to get another one.
        </Note>
      ) : (
        <WhoMaySignUp>
          <CredentialsForm
            schema={accountSchema}
            fields={[
              { name: 'name', label: 'Name', autoComplete: 'name' },
              { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
              {
                name: 'password',
                label: 'Password',
                type: 'password',
                autoComplete: 'new-password',
                hint: 'At least 8 characters.',
              },
            ]}
            // An invitation of the operator names the address.
            values={{ name: '', email: search.get('email') ?? '', password: '' }}
            submit="Create account"
            onSubmit={async ({ name, email, password }) => {
              const { token } = await signUp(name, email, password)
              if (token === null) {
                setSentTo(email)
                return
              }
              queryClient.clear()
              await navigate(safeNext(next), { replace: true })
            }}
          />
        </WhoMaySignUp>
      )}
      <p className="mt-5 text-sm text-muted">
        You have an account?{' '}
        <Link className="link" to={pageUrl.signIn(safeNext(next))}>
          Sign in
        </Link>
      </p>
    </AuthFrame>
  )
}
