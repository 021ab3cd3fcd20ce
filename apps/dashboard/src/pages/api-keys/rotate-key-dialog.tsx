import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { type IssuedKey, rotateApiKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { useOrganization } from '../../app/session'
import { SelectField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { useIdempotencyKey } from '../../forms/use-idempotency-key'
import { docsUrl } from '../../url'
import { type ExpiryChoice, ExpiryField, expiresInDays, NEVER } from './expiry-field'

const schema = z.object({ overlapHours: z.string(), expires: z.enum(['30', '60', '90', NEVER]) })

const OVERLAPS = [
  ['0', 'None: the old key stops at once'],
  ['1', '1 hour'],
  ['24', '24 hours'],
  ['72', '3 days'],
  ['168', '7 days'],
] as const

interface RotateKeyDialogProps {
  readonly apiKey: ApiKey
  readonly onRotated: (issued: IssuedKey) => void
  readonly onClose: () => void
}

export function RotateKeyDialog({ apiKey, onRotated, onClose }: RotateKeyDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { overlapHours: '24', expires: usualExpiry(apiKey) },
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
          A new key with the same projects takes its place. Put it into your pages during the overlap; the old
          one then ends by itself.{' '}
          <a className="link" href={docsUrl.rotation}>
            How to rotate
          </a>
        </>
      }
      submit="Rotate key"
      form={form}
      onSubmit={({ overlapHours, expires }) => {
        const options = { overlapHours: Number(overlapHours), expiresInDays: expiresInDays(expires) }
        return rotateApiKey(organization.id, apiKey.id, options, idempotencyKey(options))
      }}
      onDone={(issued) => {
        void queryClient.invalidateQueries({ queryKey: ['api-keys', organization.id] })
        onRotated(issued)
      }}
      onClose={onClose}
    >
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

/** What the old key was made with, so that a rotation keeps its rhythm. */
function usualExpiry({ createdAt, expiresAt }: ApiKey): ExpiryChoice {
  if (expiresAt === null) return '90'
  const days = Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000)
  return days === 30 ? '30' : days === 60 ? '60' : '90'
}
