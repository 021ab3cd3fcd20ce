/** Credentials that were found in public. */
import { z } from 'zod'
import { instantSchema } from './text.js'

export const leakSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['api_key', 'service_token', 'signing_key']),
    credential: z.object({ id: z.string(), name: z.string(), preview: z.string() }),
    url: z
      .string()
      .nullable()
      .meta({ description: 'Where it was seen, in the words of whoever reported it' }),
    source: z.enum(['github', 'report']),
    seenAt: instantSchema,
    endedAt: instantSchema
      .nullable()
      .meta({ description: 'When it was ended because of this; null: it was not' }),
    isLive: z.boolean().meta({ description: 'Whether the credential works now' }),
    exposure: z
      .object({
        isAllowlistInForce: z.boolean(),
        weaknesses: z.array(
          z.object({
            code: z.enum(['wildcard', 'localhost', 'http']),
            projectId: z.string(),
            message: z.string(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'Of an API key: whether the allowed domains hold; null otherwise' }),
    fix: z.object({
      action: z.enum(['rotate_key', 'revoke_service_token', 'revoke_signing_key']),
      id: z.string(),
    }),
  })
  .meta({ id: 'Leak' })
/** A credential that was found in public, and what to do about it. */
export type Leak = z.output<typeof leakSchema>
