/** For whoever runs the server: in with the OPERATOR_TOKEN, then every organization. */
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { z } from 'zod'
import { checkOperatorToken } from '../../api/operator'
import { AuthFrame } from '../../app/auth-frame'
import { PageLoading } from '../../app/page-loading'
import { CredentialsForm } from '../../forms/credentials-form'
import { useTitle } from '../../ui/use-title'
import { docsUrl } from '../../url'
import { keepOperatorToken, readOperatorToken } from './operator-token'

const Organizations = lazy(async () => ({ default: (await import('./organizations')).Organizations }))

const schema = z.object({
  token: z
    .string()
    .trim()
    .min(1, 'Paste the token.')
    .regex(/^[\x21-\x7e]*$/, 'A token has no spaces and no accented letters.'),
})

export function Component() {
  const [token, setToken] = useState(readOperatorToken)
  const queryClient = useQueryClient()
  const enter = (next: string | null) => {
    keepOperatorToken(next)
    queryClient.removeQueries({ queryKey: ['operator'] })
    setToken(next)
  }
  if (token === null) return <OperatorSignIn onToken={enter} />
  return (
    <Suspense fallback={<PageLoading />}>
      <Organizations token={token} onSignOut={() => enter(null)} />
    </Suspense>
  )
}

function OperatorSignIn({ onToken }: { onToken: (token: string) => void }) {
  useTitle('Operator')
  return (
    <AuthFrame title="Operator" lead="Plans, usage and suspensions of every organization on this server.">
      <CredentialsForm
        schema={schema}
        fields={[
          {
            name: 'token',
            label: 'Operator token',
            type: 'password',
            autoComplete: 'current-password',
            hint: 'The OPERATOR_TOKEN the server was started with. This tab keeps it until you sign out or close it.',
          },
        ]}
        submit="Sign in"
        onSubmit={async ({ token }) => {
          await checkOperatorToken(token)
          onToken(token)
        }}
      />
      <p className="mt-5 text-sm">
        <a className="link" href={docsUrl.runningItForOthers}>
          Running it for others
        </a>
      </p>
    </AuthFrame>
  )
}
