import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { z } from 'zod'
import { createSigningKey, type IssuedSigningKey, signingKeysKey } from '../../api/signing-keys'
import { useOrganization } from '../../app/session'
import { TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { ProblemNote } from '../../ui/states'
import { type ExpiryChoice, ExpiryField, expiresInDays, NEVER } from '../api-keys/expiry-field'
import { describedSchema } from '../api-keys/key-text-schema'
import { LimitNote } from '../api-keys/limit-note'
import { refusedRoom } from '../api-keys/plan-room'
import { ProjectsField } from '../api-keys/projects-field'
import { useKeyRoom } from '../api-keys/use-key-room'

const schema = z.object({
  name: describedSchema.shape.name,
  projectIds: z.array(z.string()).min(1, 'must name at least one project'),
  expires: z.enum(['30', '60', '90', NEVER]),
})

interface CreateSigningKeyDialogProps {
  readonly defaults: { readonly name: string; readonly projectIds: readonly string[] }
  readonly onCreated: (issued: IssuedSigningKey) => void
  readonly onClose: () => void
}

export function CreateSigningKeyDialog({ defaults, onCreated, onClose }: CreateSigningKeyDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const room = useKeyRoom(organization)
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      name: defaults.name,
      projectIds: [...defaults.projectIds],
      expires: '90' as ExpiryChoice,
    },
  })
  const { errors } = form.formState
  const expires = form.watch('expires')
  return (
    <FormDialog
      title="Create signing key"
      description="Your server signs visitor tokens with its private half. It never belongs in a web page."
      submit="Create key"
      form={form}
      onSubmit={({ name, projectIds: chosen, expires }) =>
        createSigningKey(organization.id, { name, projectIds: chosen, expiresInDays: expiresInDays(expires) })
      }
      renderProblem={(error) => {
        const refused = refusedRoom(error)
        return refused === null ? (
          <ProblemNote error={error} />
        ) : (
          <LimitNote role="alert" room={refused} organization={organization.name} />
        )
      }}
      onDone={(issued) => {
        void queryClient.invalidateQueries({ queryKey: signingKeysKey(organization.id) })
        onCreated(issued)
      }}
      onClose={onClose}
    >
      {room?.full && <LimitNote room={room} organization={organization.name} />}
      <TextField
        label="Name"
        autoComplete="off"
        data-autofocus
        placeholder="Customer portal"
        hint="The server that signs with it."
        error={errors.name?.message}
        {...form.register('name')}
      />
      <Controller
        control={form.control}
        name="projectIds"
        render={({ field }) => (
          <ProjectsField
            organizationId={organization.id}
            field={field}
            error={errors.projectIds?.message}
            hint="Its tokens open scenes of these projects and of no other. They can’t be changed later."
            hintOf={({ requireVisitorToken }) => (requireVisitorToken ? 'Visitor tokens only' : undefined)}
          />
        )}
      />
      <ExpiryField choice={expires} isSecret error={errors.expires?.message} {...form.register('expires')} />
    </FormDialog>
  )
}
