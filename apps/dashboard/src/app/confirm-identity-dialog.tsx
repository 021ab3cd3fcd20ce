/** Asks the person for a proof of who they are, over whatever the page shows; what was asked of the server then goes on. */
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { useForm } from 'react-hook-form'
import { zodResolver } from '@hookform/resolvers/zod'
import { confirmWithPassword } from '../api/account'
import { confirmationQuestion, subscribeConfirmation } from '../api/confirmation'
import { TextField } from '../forms/field'
import { FormDialog } from '../forms/form-dialog'
import { useUser } from './session'

const passwordSchema = z.object({ password: z.string().min(1, 'Enter your password.') })

export function ConfirmIdentityDialog() {
  const question = useSyncExternalStore(subscribeConfirmation, confirmationQuestion)
  return question && <AskForProof settle={question.settle} />
}

function AskForProof({ settle }: { settle: (confirmed: boolean) => void }) {
  const user = useUser()
  const form = useForm({ resolver: zodResolver(passwordSchema), defaultValues: { password: '' } })
  return (
    <FormDialog
      size="small"
      title="Confirm that it is you"
      description="This changes who or what has access. You will not be asked again for 15 minutes."
      submit="Confirm"
      form={form}
      onSubmit={({ password }) => confirmWithPassword(password)}
      onDone={() => settle(true)}
      onClose={() => settle(false)}
    >
      <input type="hidden" name="username" autoComplete="username" value={user?.email ?? ''} readOnly />
      <TextField
        label="Your password"
        type="password"
        autoComplete="current-password"
        error={form.formState.errors.password?.message}
        {...form.register('password')}
      />
    </FormDialog>
  )
}
