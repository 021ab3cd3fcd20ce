/** Service tokens, as they are asked for and shown. */
import { z } from 'zod'
import { personSchema } from './actor.js'
import { instantSchema, nameSchema } from './text.js'

export const serviceTokenSchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    name: z.string(),
    preview: z.string().meta({ description: 'The last four characters of the token' }),
    status: z.enum(['active', 'expired', 'revoked']),
    createdAt: instantSchema,
    createdBy: personSchema,
    expiresAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
    revokedBy: personSchema.nullable(),
  })
  .meta({ id: 'ServiceToken' })
/** A service token as the management API shows it, without the token itself. */
export type ServiceToken = z.output<typeof serviceTokenSchema>

export const createServiceTokenSchema = z
  .strictObject({
    name: nameSchema,
    expiresInDays: z
      .int('must be a whole number of days')
      .min(1, 'must be 1 to 365')
      .max(365, 'must be 1 to 365')
      .default(90),
  })
  .meta({ id: 'CreateServiceToken' })

export const createdServiceTokenSchema = serviceTokenSchema
  .extend({
    token: z.string().optional().meta({ description: 'The whole token. It is shown here and never again.' }),
    tokenExpired: z.literal(true).optional(),
  })
  .meta({ id: 'CreatedServiceToken' })
