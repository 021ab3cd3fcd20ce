import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { z } from 'zod'
import { signIn } from '../../api/auth'
import { hasPasskeys } from '../../api/has-passkeys'
import { asApiError } from '../../api/problem'
import { AuthFrame } from '../../app/auth-frame'
import { CredentialsForm } from '../../forms/credentials-form'
import { useSend } from '../../forms/use-send'
import { Button } from '../../ui/button'
import { ProblemNote } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl, safeNext } from '../../url'

// Most sign in without a code: the page shows before the form for it is here.
const SecondFactorForm = lazy(async () => ({
  default: (await import('../../forms/second-factor-form')).SecondFactorForm,
}))

const CompanyForm = lazy(async () => ({ default: (await import('./company-form')).CompanyForm }))
const SignInFailure = lazy(async () => ({ default: (await import('./sign-in-failure')).SignInFailure }))

const schema = z.object({
  email: z.email('Enter your email address.'),
  password: z.string().min(1, 'Enter your password.'),
})

export function Component() {
  useTitle('Sign in')
  const [search] = useSearchParams()
  const next = safeNext(search.get('next'))
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [needsCode, setNeedsCode] = useState(false)
  const organization = search.get('organization')
  const [atCompany, setAtCompany] = useState(organization !== null)
  const failure = search.get('error')
  const enter = async () => {
    queryClient.clear()
    await navigate(next, { replace: true })
  }
  if (needsCode) {
    return (
      <AuthFrame title="One more step" lead="Your password is correct. Now enter your second factor.">
        <Suspense fallback={null}>
          <SecondFactorForm onDone={enter} />
        </Suspense>
        <Button kind="quiet" className="mt-3 w-full" onClick={() => setNeedsCode(false)}>
          Back
        </Button>
      </AuthFrame>
    )
  }
  if (atCompany) {
    return (
      <AuthFrame title="Your company’s sign-in" lead="You sign in there, and come back here.">
        <Suspense fallback={null}>
          <CompanyForm next={next} organization={organization} />
        </Suspense>
        <Button kind="quiet" className="mt-3 w-full" onClick={() => setAtCompany(false)}>
          Back
        </Button>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title="Sign in" lead="Keys, scenes and where they may be embedded.">
      {failure !== null && (
        <Suspense fallback={null}>
          <SignInFailure code={failure} />
        </Suspense>
      )}
      <CredentialsForm
        schema={schema}
        fields={[
          { name: 'email', label: 'Email', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
        values={{ email: search.get('email') ?? '', password: '' }}
        submit="Sign in"
        onSubmit={async ({ email, password }) => {
          if ((await signIn(email, password)) === 'second_factor') setNeedsCode(true)
          else await enter()
        }}
      />
      {hasPasskeys() && <PasskeySignIn onDone={enter} />}
      <Button className="mt-3 w-full" onClick={() => setAtCompany(true)}>
        Continue with your company’s sign-in
      </Button>
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
      // Most sign in without: the page shows before the code for it is here.
      const { signInWithPasskey } = await import('../../api/factors')
      await signInWithPasskey()
      await onDone()
    },
  })
  return (
    <div className="mt-3 space-y-3">
      <Button className="w-full" busy={send.isPending} onClick={() => send.mutate(undefined)}>
        Use a passkey
      </Button>
      {send.error && <ProblemNote error={asApiError(send.error)} />}
    </div>
  )
}
