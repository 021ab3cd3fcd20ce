import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { apiKeysKey, type IssuedKey, rotateApiKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { useOrganization } from '../../app/session'
import { Checkbox, CheckboxGroup, SelectField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { docsUrl } from '../../url'
import { type ExpiryChoice, ExpiryField, expiresInDays, NEVER } from './expiry-field'

const schema = z.object({
  overlapHours: z.string(),
  expires: z.enum(['30', '60', '90', NEVER]),
  projectIds: z.array(z.string()).min(1, 'Choose at least one project.'),
})

const OVERLAPS = [
  ['0', 'None: the old key stops working immediately'],
  ['1', '1 hour'],
  ['24', '24 hours'],
  ['72', '3 days'],
  ['168', '7 days'],
] as const

interface RotateKeyDialogProps {
  readonly apiKey: ApiKey
  /** Chosen at the start; default: all of the key's projects. */
  readonly projectIds?: readonly string[]
  readonly onRotated: (issued: IssuedKey) => void
  readonly onClose: () => void
}

export function RotateKeyDialog({ apiKey, projectIds = [], onRotated, onClose }: RotateKeyDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: {
      overlapHours: '24',
      expires: usualExpiry(apiKey),
      projectIds: projectsAtStart(apiKey, projectIds),
    },
  })
  const idempotencyKey = useIdempotencyKey()
  return (
    <FormDialog
      title={
        <>
          Rotate “<bdi>{apiKey.name}</bdi>”
        </>
      }
      description={
        <>
          A new key takes its place. Put it into your pages during the overlap; the old one then ends by
          itself.{' '}
          <a className="link" href={docsUrl.rotation}>
            How to rotate
          </a>
        </>
      }
      submit="Rotate key"
      form={form}
      onSubmit={({ overlapHours, expires, projectIds: kept }) => {
        const options = {
          overlapHours: Number(overlapHours),
          expiresInDays: expiresInDays(expires),
          ...(kept.length < apiKey.projects.length && { projectIds: kept }),
        }
        return rotateApiKey(organization.id, apiKey.id, options, idempotencyKey(options))
      }}
      onDone={(issued) => {
        void queryClient.invalidateQueries({ queryKey: apiKeysKey(organization.id) })
        onRotated(issued)
      }}
      onClose={onClose}
    >
      {apiKey.projects.length > 1 && (
        <CheckboxGroup
          legend="Projects"
          hint="The projects of the new key. Leave out those that its pages don’t show."
          error={form.formState.errors.projectIds?.message}
        >
          {apiKey.projects.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} {...form.register('projectIds')} />
          ))}
        </CheckboxGroup>
      )}
      <SelectField
        label="Overlap"
        hint="How long both keys work. You can end it sooner or extend it on the key's page."
        {...form.register('overlapHours')}
      >
        {OVERLAPS.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <ExpiryField choice={form.watch('expires')} {...form.register('expires')} />
    </FormDialog>
  )
}

function projectsAtStart({ projects }: ApiKey, wanted: readonly string[]): string[] {
  const own = projects.map(({ id }) => id)
  const kept = own.filter((id) => wanted.includes(id))
  return kept.length === 0 ? own : kept
}

/** What the old key was made with, so that a rotation keeps its rhythm. */
function usualExpiry({ createdAt, expiresAt }: ApiKey): ExpiryChoice {
  if (expiresAt === null) return '90'
  const days = Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000)
  return days === 30 ? '30' : days === 60 ? '60' : '90'
}
