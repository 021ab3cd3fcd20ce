import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { createServiceToken, serviceTokensKey } from '../../api/service-tokens'
import { useOrganization } from '../../app/session'
import { SelectField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { describedSchema } from '../api-keys/key-text-schema'

const schema = z.object({ name: describedSchema.shape.name, days: z.enum(['30', '90', '180', '365']) })

interface CreateServiceTokenDialogProps {
  readonly onCreated: (name: string, token: string) => void
  readonly onClose: () => void
}

export function CreateServiceTokenDialog({ onCreated, onClose }: CreateServiceTokenDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { name: '', days: '90' as const } })
  const idempotencyKey = useIdempotencyKey()
  return (
    <FormDialog
      title="Create service token"
      description={
        <>
          It can do in <bdi>{organization.name}</bdi> what an admin can, except create service tokens. Keep it
          on a server.
        </>
      }
      submit="Create token"
      form={form}
      onSubmit={({ name, days }) => {
        const token = { name, expiresInDays: Number(days) }
        return createServiceToken(organization.id, token, idempotencyKey(token))
      }}
      onDone={({ name, token }) => {
        void queryClient.invalidateQueries({ queryKey: serviceTokensKey(organization.id) })
        if (token === undefined) onClose()
        else onCreated(name, token)
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autoComplete="off"
        placeholder="Tenant provisioning"
        hint="Which program uses it."
        error={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <SelectField label="Expires" {...form.register('days')}>
        <option value="30">In 30 days</option>
        <option value="90">In 90 days</option>
        <option value="180">In 180 days</option>
        <option value="365">In 365 days</option>
      </SelectField>
    </FormDialog>
  )
}
