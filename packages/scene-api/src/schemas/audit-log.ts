/** The audit log, as it is asked for and shown. */
import { z } from 'zod'
import { givenInstantSchema, instantSchema, searchedSchema } from './text.js'

const freeForm = z.record(z.string(), z.unknown()).nullable()

export const auditEntrySchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    sequence: z.int().meta({ description: '1, 2, 3, … within the organization, without gaps' }),
    at: instantSchema,
    action: z.string(),
    actor: z.object({
      kind: z.enum(['user', 'service_token', 'operator', 'system']),
      id: z.string(),
      name: z.string(),
      email: z.string().nullable(),
    }),
    target: z.object({ kind: z.string(), id: z.string() }),
    before: freeForm,
    after: freeForm,
    address: z.string().nullable().meta({ description: 'The client address' }),
    requestId: z.string().nullable(),
    previousHash: z.string(),
    hash: z.string().meta({ description: 'SHA-256 of `previousHash` and the canonical JSON of the entry' }),
  })
  .meta({ id: 'AuditEntry' })
/** One entry of the audit log: who did what to what, chained to the entry before it by hash. */
export type AuditEntry = z.output<typeof auditEntrySchema>

const filter = {
  action: searchedSchema(100).optional().meta({ description: 'Exactly this action, e.g. `api_key.revoked`' }),
  actor: searchedSchema(320).optional().meta({ description: 'Id or email address' }),
  from: givenInstantSchema.optional(),
  to: givenInstantSchema.optional().meta({ description: 'Exclusive' }),
}

export const auditQuerySchema = z.strictObject({
  cursor: z.string().min(1).max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  ...filter,
})

export const auditExportQuerySchema = z.strictObject({
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  ...filter,
})
