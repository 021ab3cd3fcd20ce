/** API keys, as they are asked for and shown. */
import { z } from 'zod'
import { personSchema } from './actor.js'
import { idListSchema, searchQuerySchema } from './list.js'
import { descriptionSchema, givenInstantSchema, idSchema, instantSchema, nameSchema } from './text.js'

export const KEY_STATUSES = ['active', 'expiring', 'rotating', 'expired', 'revoked'] as const

/** Sets of statuses that a list of keys can be narrowed to. */
export const KEY_STATES = ['live', 'expiring', 'ended'] as const

export const keyListQuerySchema = searchQuerySchema.extend({
  ids: idListSchema.optional(),
  state: z.enum(KEY_STATES).optional().meta({
    description:
      '`live`: neither expired nor revoked; `expiring`: the status of that name; `ended`: the rest',
  }),
})
/** Which page of keys, and which of them. */
export type KeyListQuery = z.output<typeof keyListQuerySchema>

export const apiKeySchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    preview: z.string().meta({ description: 'The last four characters of the token' }),
    projects: z.array(z.object({ id: z.string(), name: z.string() })),
    status: z.enum(KEY_STATUSES),
    createdAt: instantSchema,
    createdBy: personSchema,
    expiresAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable(),
    lastUsedOrigin: z.string().nullable(),
    rotatedFromId: z.string().nullable(),
    replacedById: z.string().nullable(),
    revokesAt: instantSchema.nullable().meta({ description: 'The planned end of an overlap' }),
    revokedAt: instantSchema.nullable(),
    revokedBy: personSchema.nullable(),
    externalId: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })
/** An API key as the management API shows it, without its token. */
export type ApiKey = z.output<typeof apiKeySchema>

const EXPIRES_IN_DAYS = [30, 60, 90, null] as const
export const expiresInDaysSchema = z
  .literal(EXPIRES_IN_DAYS, { error: 'must be 30, 60, 90 or null (never)' })
  .meta({
    description:
      'Days until the key expires; null: never. A key expires n times 24 hours after its creation.',
  })

export const externalIdSchema = z
  .string()
  .min(1, 'must have at least one character')
  .max(200, 'must have at most 200 characters')
  .regex(/^[\x21-\x7e]*$/, 'must be printable ASCII without spaces')
  .meta({ description: 'Your own name for the key, unique among live keys of the organization' })

export const projectIdsSchema = z
  .array(idSchema)
  .min(1, 'must name at least one project')
  .max(1000, 'must name at most 1000 projects')
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a project twice')

export const createApiKeySchema = z
  .strictObject({
    name: nameSchema,
    description: descriptionSchema.nullable().optional(),
    projectIds: projectIdsSchema,
    expiresInDays: expiresInDaysSchema.default(90),
    externalId: externalIdSchema.nullable().optional(),
  })
  .meta({ id: 'CreateApiKey' })

export const updateApiKeySchema = z
  .strictObject({ name: nameSchema.optional(), description: descriptionSchema.nullable().optional() })
  .meta({ id: 'UpdateApiKey' })

export const rotateApiKeySchema = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0, 'must be 0 to 168')
      .max(168, 'must be 0 to 168')
      .default(24)
      .meta({ description: 'How long the old key keeps working' }),
    projectIds: projectIdsSchema
      .optional()
      .meta({ description: 'Some of the projects of the old key. Absent: all of them' }),
    expiresInDays: expiresInDaysSchema
      .optional()
      .meta({ description: 'Absent: the lifetime that the old key was given' }),
  })
  .meta({ id: 'RotateApiKey' })

export const changeOverlapSchema = z
  .strictObject({
    revokesAt: givenInstantSchema.meta({
      description:
        'The new end of the overlap. Now or earlier ends it at once; never past the expiry of the key.',
    }),
  })
  .meta({ id: 'ChangeOverlap' })

const token = z.string().meta({ description: 'The whole token. It is shown here and never again.' })
/** Only in a repeated response under an Idempotency-Key, once the encrypted copy of the token is gone. */
const tokenExpired = z.literal(true).optional()

export const createdApiKeySchema = z
  .object({ apiKey: apiKeySchema, token: token.optional(), tokenExpired })
  .meta({ id: 'CreatedApiKey' })
export const rotatedApiKeySchema = z
  .object({ apiKey: apiKeySchema, token: token.optional(), tokenExpired, replaces: apiKeySchema })
  .meta({ id: 'RotatedApiKey' })
export const apiKeyAnswerSchema = z.object({ apiKey: apiKeySchema }).meta({ id: 'ApiKeyAnswer' })
