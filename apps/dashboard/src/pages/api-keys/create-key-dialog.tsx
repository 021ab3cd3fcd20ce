import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { countCodePoints } from '@vectreal/scene-api/schemas'
import { z } from 'zod'
import { apiKeysKey, createApiKey, type IssuedKey } from '../../api/api-keys'
import { fewProjectsQuery } from '../../api/projects'
import { may, useOrganization, useOrganizations } from '../../app/session'
import { SelectField, TextAreaField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { ProblemNote } from '../../ui/states'
import { type ExpiryChoice, ExpiryField, expiresInDays, NEVER } from './expiry-field'
import { DESCRIPTION_MAX, describedSchema } from './key-text-schema'
import { LimitNote } from './limit-note'
import { refusedRoom } from './plan-room'
import { ProjectsField } from './projects-field'
import { useKeyRoom } from './use-key-room'

const schema = describedSchema.extend({
  organizationId: z.string(),
  projectIds: z.array(z.string()).min(1, 'must name at least one project'),
  expires: z.enum(['30', '60', '90', NEVER]),
})

export interface CreateKeyDefaults {
  readonly name?: string
  readonly projectIds?: readonly string[]
}

interface CreateKeyDialogProps {
  readonly defaults?: CreateKeyDefaults
  readonly onCreated: (issued: IssuedKey) => void
  readonly onClose: () => void
}

export function CreateKeyDialog({ defaults = {}, onCreated, onClose }: CreateKeyDialogProps) {
  const current = useOrganization()
  const choices = useOrganizations().filter(({ role }) => may.manageKeys(role))
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      organizationId: current.id,
      name: defaults.name ?? '',
      description: '',
      projectIds: [...(defaults.projectIds ?? [])],
      expires: '90' as ExpiryChoice,
    },
  })
  const { errors } = form.formState
  const [organizationId, description, expires] = form.watch(['organizationId', 'description', 'expires'])
  const organization = choices.find(({ id }) => id === organizationId) ?? current
  const projects = useQuery(fewProjectsQuery(organizationId))
  const room = useKeyRoom(organization)
  const idempotencyKey = useIdempotencyKey()

  useEffect(() => {
    // The only project is the smallest set there is.
    const [only, second] = projects.data ?? []
    if (only !== undefined && second === undefined) form.setValue('projectIds', [only.id])
  }, [projects.data, form])

  return (
    <FormDialog
      title="Create API key"
      description="A key lets your pages show the published scenes of its projects, and nothing else."
      submit="Create key"
      form={form}
      onSubmit={({ name, description, projectIds: chosen, expires }) => {
        const key = {
          name,
          ...(description === '' ? {} : { description }),
          projectIds: chosen,
          expiresInDays: expiresInDays(expires),
        }
        return createApiKey(organizationId, key, idempotencyKey([organizationId, key]))
      }}
      renderProblem={(error) => {
        const refused = refusedRoom(error)
        return refused === null ? (
          <ProblemNote error={error} />
        ) : (
          <LimitNote role="alert" room={refused} organization={organization.name} />
        )
      }}
      onDone={(issued) => {
        void queryClient.invalidateQueries({ queryKey: apiKeysKey(organizationId) })
        onCreated(issued)
      }}
      onClose={onClose}
    >
      {room?.full && <LimitNote room={room} organization={organization.name} />}
      <TextField
        label="Name"
        autoComplete="off"
        data-autofocus
        placeholder="Shop, production"
        hint="Where the key is used. You will see this name when you revoke it."
        error={errors.name?.message}
        {...form.register('name')}
      />
      <TextAreaField
        label="Description"
        optional
        hint={`${countCodePoints(description)} of ${DESCRIPTION_MAX} characters`}
        error={errors.description?.message}
        {...form.register('description')}
      />
      <SelectField
        label="Organization"
        hint="Organizations where you are an owner or admin. A key can’t be moved to another organization."
        error={errors.organizationId?.message}
        {...form.register('organizationId', {
          // Projects of two organizations never stand on one key.
          onChange: () => form.setValue('projectIds', []),
        })}
      >
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Controller
        control={form.control}
        name="projectIds"
        render={({ field }) => (
          <ProjectsField
            key={organizationId}
            organizationId={organizationId}
            field={field}
            error={errors.projectIds?.message}
            hint="Choose only the projects that this site needs. They can’t be changed later."
            hintOf={({ allowedDomains }) =>
              allowedDomains.length === 0 ? 'No domains yet' : allowedDomains.slice(0, 3).join(', ')
            }
          />
        )}
      />
      <ExpiryField choice={expires} error={errors.expires?.message} {...form.register('expires')} />
    </FormDialog>
  )
}
