import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { countCodePoints } from '@vectreal/scene-api/schemas'
import { apiKeysKey, changeApiKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { useOrganization } from '../../app/session'
import { TextAreaField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { DESCRIPTION_MAX, describedSchema } from './key-text-schema'

export function EditKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(describedSchema),
    defaultValues: { name: apiKey.name, description: apiKey.description ?? '' },
  })
  const { errors } = form.formState
  return (
    <FormDialog
      title="Edit name and description"
      description="A key's organization, projects and expiry can’t be changed. Create a new key instead."
      submit="Save"
      form={form}
      onSubmit={(change) => changeApiKey(organization.id, apiKey.id, change)}
      onDone={() => {
        void queryClient.invalidateQueries({ queryKey: apiKeysKey(organization.id) })
        onClose()
      }}
      onClose={onClose}
    >
      <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
      <TextAreaField
        label="Description"
        optional
        hint={`${countCodePoints(form.watch('description'))} of ${DESCRIPTION_MAX} characters`}
        error={errors.description?.message}
        {...form.register('description')}
      />
    </FormDialog>
  )
}
