/** Creates a webhook, or changes one. */
import { zodResolver } from '@hookform/resolvers/zod'
import { WEBHOOK_EVENT_TYPES } from '@vectreal/scene-api/schemas'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import type { WebhookInput } from '../../api/webhooks'
import { Checkbox, CheckboxGroup, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'

const schema = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  description: z.string().max(500, 'must have at most 500 characters'),
  types: z.array(z.enum(WEBHOOK_EVENT_TYPES)).min(1, 'choose at least one'),
})

interface WebhookFormDialogProps<Result> {
  readonly title: string
  readonly submit: string
  readonly given?: WebhookInput
  readonly onSubmit: (webhook: WebhookInput) => Promise<Result>
  readonly onDone: (result: Result) => void
  readonly onClose: () => void
}

export function WebhookFormDialog<Result>({
  title,
  submit,
  given,
  onSubmit,
  onDone,
  onClose,
}: WebhookFormDialogProps<Result>) {
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      url: given?.url ?? '',
      description: given?.description ?? '',
      types: [...(given?.types ?? [])],
    },
  })
  const { errors } = form.formState
  return (
    <FormDialog
      title={title}
      submit={submit}
      size="large"
      form={form}
      onSubmit={({ url, description, types }) =>
        onSubmit({ url, types, description: description.trim() === '' ? null : description })
      }
      onDone={onDone}
      onClose={onClose}
    >
      <TextField
        label="URL"
        type="url"
        autoComplete="off"
        placeholder="https://hooks.example.com/vectreal"
        error={errors.url?.message}
        {...form.register('url')}
      />
      <TextField
        label="Description"
        optional
        autoComplete="off"
        error={errors.description?.message}
        {...form.register('description')}
      />
      <CheckboxGroup legend="Events" error={errors.types?.message}>
        {WEBHOOK_EVENT_TYPES.map((type) => (
          <Checkbox
            key={type}
            label={<span className="font-mono">{type}</span>}
            value={type}
            {...form.register('types')}
          />
        ))}
      </CheckboxGroup>
    </FormDialog>
  )
}
