import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { z } from 'zod'
import { verifyAddress } from '../../api/auth'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { announce } from '../../ui/announcer'
import { Note } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl } from '../../url'

const schema = z.object({ password: z.string().min(1, 'Enter your password.') })

/** Read once and taken out of the address, where it would stay in the history. */
function takeToken(): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token')
  window.history.replaceState(window.history.state, '', window.location.pathname)
  return token
}

export function Component() {
  useTitle('Confirm your address')
  const [token] = useState(takeToken)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <AuthFrame
      title="Confirm your address"
      lead="Enter the password of the account, to show that it’s yours as well as the address."
    >
      {token === null ? (
        <Note tone="danger" title="This link doesn’t work">
          Open the complete link from the email, or sign in to get another one.
        </Note>
      ) : (
        <CredentialsForm
          schema={schema}
          fields={[
            { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
          ]}
          submit="Confirm and sign in"
          onSubmit={async ({ password }) => {
            await verifyAddress(token, password)
            queryClient.clear()
            announce('Your address is confirmed.')
            await navigate(pageUrl.overview, { replace: true })
          }}
        />
      )}
      <div className="mt-5 flex flex-wrap justify-between gap-2 text-sm">
        <Link className="link" to={pageUrl.signIn()}>
          Sign in
        </Link>
        <Link className="link" to={pageUrl.forgotPassword}>
          Didn’t create this account? Set a password of your own
        </Link>
      </div>
    </AuthFrame>
  )
}
