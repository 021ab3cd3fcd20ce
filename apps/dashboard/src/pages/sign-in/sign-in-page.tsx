import { useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { z } from 'zod'
import { signIn } from '../../api/auth'
import { hasPasskeys, signInWithPasskey } from '../../api/factors'
import { asApiError } from '../../api/problem'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { SecondFactorForm } from '../../forms/second-factor-form'
import { useSend } from '../../forms/use-send'
import { Button } from '../../ui/button'
import { ProblemNote } from '../../ui/states'
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
  const [needsCode, setNeedsCode] = useState(false)
  const enter = async () => {
    queryClient.clear()
    await navigate(next, { replace: true })
  }
  if (needsCode) {
    return (
      <AuthFrame title="One more step" lead="Your password is right. Now the second factor.">
        <SecondFactorForm onDone={enter} />
        <Button kind="quiet" className="mt-3 w-full" onClick={() => setNeedsCode(false)}>
          Back
        </Button>
      </AuthFrame>
    )
  }
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
          if ((await signIn(email, password)) === 'second_factor') setNeedsCode(true)
          else await enter()
        }}
      />
      {hasPasskeys() && <PasskeySignIn onDone={enter} />}
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

function PasskeySignIn({ onDone }: { onDone: () => Promise<unknown> }) {
  const send = useSend({
    mutationFn: async () => {
      await signInWithPasskey()
      await onDone()
    },
  })
  return (
    <div className="mt-3 space-y-3">
      <Button
        className="w-full"
        icon={<KeyRound aria-hidden size={16} />}
        busy={send.isPending}
        onClick={() => send.mutate(undefined)}
      >
        Sign in with a passkey
      </Button>
      {send.error && <ProblemNote error={asApiError(send.error)} />}
    </div>
  )
}
