import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { acceptInvitation, signUp } from '../../api/auth'
import { sessionQuery } from '../../app/session'
import { CredentialsForm } from '../../forms/credentials-form'
import { Note } from '../../ui/states'
import { pageUrl } from '../../url'
import { accountSchema } from '../sign-in/account-schema'
import { WhoMaySignUp } from '../sign-in/who-may-sign-up'

interface JoinWithNewAccountProps {
  readonly id: string
  readonly email: string
  readonly onJoined: () => Promise<void>
}

/** For whoever is not signed in: an account of the invited address, and in. */
export function JoinWithNewAccount({ id, email, onJoined }: JoinWithNewAccountProps) {
  const queryClient = useQueryClient()
  const [mustConfirm, setMustConfirm] = useState(false)
  if (mustConfirm) {
    return (
      <Note tone="ok" role="status" title="Check your email">
        A link to confirm the address is on its way to {email}. After that, open this invitation again.
      </Note>
    )
  }
  return (
    <>
      <WhoMaySignUp>
        <CredentialsForm
          schema={accountSchema}
          fields={[
            { name: 'email', label: 'Email', type: 'email', autoComplete: 'username', readOnly: true },
            { name: 'name', label: 'Your name', autoComplete: 'name' },
            {
              name: 'password',
              label: 'Password',
              type: 'password',
              autoComplete: 'new-password',
              hint: 'At least 8 characters.',
            },
          ]}
          values={{ email, name: '', password: '' }}
          submit="Create account and join"
          onSubmit={async ({ name, password }) => {
            const { token } = await signUp(name, email, password)
            if (token === null) {
              setMustConfirm(true)
              return
            }
            try {
              await acceptInvitation(id)
            } catch (error) {
              // The account is there all the same: the page goes on as for whoever is signed in.
              await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
              throw error
            }
            await onJoined()
          }}
        />
      </WhoMaySignUp>
      <p className="mt-5 text-sm text-muted">
        You have an account?{' '}
        <Link className="link" to={pageUrl.signIn(pageUrl.invitation(id), email)}>
          Sign in to join
        </Link>
      </p>
    </>
  )
}
