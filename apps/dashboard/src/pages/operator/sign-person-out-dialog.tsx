import { zodResolver } from '@hookform/resolvers/zod'
import type { ManagementClient } from '@vectreal/scene-api/client'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { endPersonSessions } from '../../api/operator'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { announce } from '../../ui/announcer'

const schema = z.object({ email: z.email('Enter the address of the account.') })

interface SignPersonOutDialogProps {
  readonly client: ManagementClient
  readonly onClose: () => void
}

export function SignPersonOutDialog({ client, onClose }: SignPersonOutDialogProps) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { email: '' } })
  return (
    <FormDialog
      title="Sign a person out"
      description="Ends all their sessions on every device. Their password and second factors stay as they are, so they can sign in again."
      submit="Sign out everywhere"
      form={form}
      onSubmit={({ email }) => endPersonSessions(client, email)}
      onDone={() => {
        announce(`${form.getValues('email')} is signed out everywhere.`)
        onClose()
      }}
      onClose={onClose}
    >
      <TextField
        label="Email address"
        type="email"
        autoComplete="off"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
    </FormDialog>
  )
}
