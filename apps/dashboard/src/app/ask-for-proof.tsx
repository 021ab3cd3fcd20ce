/** The question for a proof of who is at the screen, by what this person has. */
import { zodResolver } from '@hookform/resolvers/zod'
import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { confirmWith, confirmWithPasskey } from '../api/account'
import { confirmAtCompany } from '../api/confirm-at-company'
import type { ConfirmMethod, ConfirmQuestion } from '../api/confirmation'
import { asApiError } from '../api/problem'
import { TextField } from '../forms/field'
import { FormDialog } from '../forms/form-dialog'
import { useSend } from '../forms/use-send'
import { Button } from '../ui/button'
import { Dialog, DialogActions } from '../ui/dialog'
import { ProblemNote } from '../ui/states'
import { useSignOut } from './use-sign-out'
import { useSession, useUser } from './session'

const TITLE = 'Confirm it’s you'
const LEAD = 'This changes who or what has access. You won’t be asked again for 15 minutes.'

export default function AskForProof({ question }: { question: ConfirmQuestion }) {
  const { methods } = question
  const companyId = useSession()?.session.companyId
  if (methods.includes('company') && companyId)
    return <AskAtCompany companyId={companyId} question={question} />
  if (methods.includes('password') || methods.includes('code')) return <AskForText question={question} />
  return methods.includes('passkey') ? (
    <AskForPasskey question={question} />
  ) : (
    <AskToSignIn question={question} />
  )
}

type TextMethod = Exclude<ConfirmMethod, 'passkey' | 'company'>

const FIELDS = {
  password: {
    label: 'Your password',
    missing: 'Enter your password.',
    type: 'password',
    autoComplete: 'current-password',
    instead: 'Use your password',
  },
  code: {
    label: 'Code from your authenticator app',
    missing: 'Enter the six digits, or a recovery code.',
    type: 'text',
    autoComplete: 'one-time-code',
    instead: 'Use a code',
  },
} as const

function AskForText({ question: { methods, settle } }: { question: ConfirmQuestion }) {
  const user = useUser()
  const [method, setMethod] = useState<TextMethod>(methods.includes('password') ? 'password' : 'code')
  const { label, missing, type, autoComplete } = FIELDS[method]
  const form = useForm({
    resolver: zodResolver(
      z.object({ password: z.string(), code: z.string() }).refine((given) => given[method].trim() !== '', {
        path: [method],
        message: missing,
      }),
    ),
    defaultValues: { password: '', code: '' },
  })
  const others = (['password', 'code'] as const).filter(
    (other) => other !== method && methods.includes(other),
  )
  return (
    <FormDialog
      size="small"
      title={TITLE}
      description={LEAD}
      submit="Confirm"
      form={form}
      onSubmit={(given) =>
        confirmWith(method === 'password' ? { password: given.password } : { code: given.code.trim() })
      }
      onDone={() => settle(true)}
      onClose={() => settle(false)}
    >
      <input type="hidden" name="username" autoComplete="username" value={user?.email ?? ''} readOnly />
      <TextField
        key={method}
        label={label}
        type={type}
        autoComplete={autoComplete}
        error={form.formState.errors[method]?.message}
        {...form.register(method)}
      />
      <div className="flex flex-wrap gap-2">
        {methods.includes('passkey') && <PasskeyButton onDone={() => settle(true)} />}
        {others.map((other) => (
          <Button key={other} onClick={() => setMethod(other)}>
            {FIELDS[other].instead}
          </Button>
        ))}
      </div>
    </FormDialog>
  )
}

function PasskeyButton({ onDone, primary = false }: { onDone: () => void; primary?: boolean }) {
  const use = useSend({ mutationFn: confirmWithPasskey, onSuccess: onDone })
  return (
    <>
      <Button
        kind={primary ? 'primary' : 'secondary'}
        icon={<KeyRound aria-hidden size={16} />}
        busy={use.isPending}
        onClick={() => use.mutate(undefined)}
      >
        Use a passkey
      </Button>
      {use.error && <ProblemNote error={asApiError(use.error)} className="basis-full" />}
    </>
  )
}

function AskForPasskey({ question: { settle } }: { question: ConfirmQuestion }) {
  return (
    <Dialog size="small" title={TITLE} description={LEAD} onClose={() => settle(false)}>
      <div className="flex flex-wrap gap-2">
        <PasskeyButton primary onDone={() => settle(true)} />
      </div>
      <DialogActions>
        <Button onClick={() => settle(false)}>Cancel</Button>
      </DialogActions>
    </Dialog>
  )
}

/** Who came in by the company's sign-in comes in by it once more, in a window of its own. */
function AskAtCompany({ companyId, question: { settle } }: { companyId: string; question: ConfirmQuestion }) {
  const user = useUser()
  const [waiting] = useState(() => new AbortController())
  useEffect(() => () => waiting.abort(), [waiting])
  const go = useSend({
    mutationFn: () => confirmAtCompany(companyId, user?.id ?? '', waiting.signal),
    onSuccess: () => settle(true),
  })
  return (
    <Dialog size="small" title={TITLE} description={LEAD} onClose={() => settle(false)}>
      <p className="text-sm">
        {go.isPending
          ? 'Sign in in the window that has opened. This page continues on its own.'
          : 'Sign in with your company again. A window will open for it.'}
      </p>
      {go.error && <ProblemNote error={asApiError(go.error)} className="mt-4" />}
      <DialogActions>
        <Button onClick={() => settle(false)}>Cancel</Button>
        <Button kind="primary" busy={go.isPending} onClick={() => go.mutate(undefined)}>
          Sign in again
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** People who have nothing here that they could show. */
function AskToSignIn({ question: { settle } }: { question: ConfirmQuestion }) {
  const signOut = useSignOut()
  return (
    <Dialog
      size="small"
      title={TITLE}
      description="Sign in again to continue: you have no password, app or passkey here to confirm with."
      onClose={() => settle(false)}
    >
      <DialogActions>
        <Button onClick={() => settle(false)}>Cancel</Button>
        <Button
          kind="primary"
          onClick={() => {
            settle(false)
            void signOut()
          }}
        >
          Sign in again
        </Button>
      </DialogActions>
    </Dialog>
  )
}
