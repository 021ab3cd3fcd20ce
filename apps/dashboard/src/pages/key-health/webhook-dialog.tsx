import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { setReminderWebhook } from '../../api/reminder-webhook'
import { useOrganization } from '../../app/session'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'

const schema = z.object({ url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }) })

interface WebhookDialogProps {
  readonly url: string
  readonly onSet: (secret: string | undefined) => void
  readonly onClose: () => void
}

export function WebhookDialog({ url, onSet, onClose }: WebhookDialogProps) {
  const organization = useOrganization()
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { url } })
  return (
    <FormDialog
      title="Webhook for reminders"
      submit="Save webhook"
      form={form}
      onSubmit={(values) => setReminderWebhook(organization.id, values.url)}
      onDone={({ secret }) => onSet(secret)}
      onClose={onClose}
    >
      <TextField
        label="URL"
        type="url"
        autoComplete="off"
        placeholder="https://hooks.example.com/vectreal"
        hint="Each time you save, a new signing secret is created and shown once."
        error={form.formState.errors.url?.message}
        {...form.register('url')}
      />
    </FormDialog>
  )
}
