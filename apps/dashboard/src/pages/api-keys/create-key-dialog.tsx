import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { countCodePoints } from '@vectreal/scene-api/schemas'
import { z } from 'zod'
import { apiKeysQuery, createApiKey, type IssuedKey } from '../../api/api-keys'
import { projectsQuery } from '../../api/projects'
import { may, useOrganization, useOrganizations } from '../../app/session'
import { Checkbox, CheckboxGroup, SelectField, TextAreaField, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { ProblemNote } from '../../ui/states'
import { type ExpiryChoice, ExpiryField, expiresInDays, NEVER } from './expiry-field'
import { DESCRIPTION_MAX, describedSchema } from './key-text-schema'
import { LimitNote } from './limit-note'
import { planRoom, refusedRoom } from './plan-room'

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
  const [organizationId, description, expires, chosen] = form.watch([
    'organizationId',
    'description',
    'expires',
    'projectIds',
  ])
  const organization = choices.find(({ id }) => id === organizationId) ?? current
  const projects = useQuery(projectsQuery(organizationId))
  const keys = useQuery(apiKeysQuery(organizationId))
  const room = keys.data && planRoom(organization.plan, keys.data)
  const idempotencyKey = useIdempotencyKey()

  useEffect(() => {
    // Projects of two organizations never stand on one key; the only project is the smallest set there is.
    const known = projects.data
    if (known === undefined) return
    const kept = form.getValues('projectIds').filter((id) => known.some((project) => project.id === id))
    form.setValue('projectIds', kept.length === 0 && known.length === 1 && known[0] ? [known[0].id] : kept)
  }, [projects.data, form])

  return (
    <FormDialog
      title="Create API key"
      description="A key lets your pages show the published scenes of its projects, and nothing else."
      submit="Create key"
      form={form}
      onSubmit={({ name, description, projectIds, expires }) => {
        const key = {
          name,
          ...(description === '' ? {} : { description }),
          projectIds,
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
        void queryClient.invalidateQueries({ queryKey: ['api-keys', organizationId] })
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
        hint="Those where you are owner or admin. A key never changes its organization."
        error={errors.organizationId?.message}
        {...form.register('organizationId')}
      >
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <CheckboxGroup
        legend="Projects"
        hint="Choose as few as this site needs. A key for one site reads one project; they cannot be changed later."
        error={errors.projectIds?.message}
      >
        {projects.isPending && <p className="text-sm text-muted">Loading projects…</p>}
        {projects.isError && <p className="text-sm text-danger">The projects could not be loaded.</p>}
        {projects.data?.length === 0 && (
          <p className="text-sm text-muted">This organization has no project yet. Create one first.</p>
        )}
        {projects.data?.map(({ id, name, allowedDomains }) => (
          <Checkbox
            key={id}
            value={id}
            label={name}
            hint={allowedDomains.length === 0 ? 'No domains yet' : allowedDomains.slice(0, 3).join(', ')}
            {...form.register('projectIds')}
            checked={chosen.includes(id)}
          />
        ))}
      </CheckboxGroup>
      <ExpiryField choice={expires} error={errors.expires?.message} {...form.register('expires')} />
    </FormDialog>
  )
}
