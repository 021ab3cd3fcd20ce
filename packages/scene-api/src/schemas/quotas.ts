/** What an organization's plan includes, and how much of it is in use. */
import { z } from 'zod'
import { planSchema } from './actor.js'
import { instantSchema } from './text.js'

const amount = z.int().min(0)

export const quotasSchema = z
  .object({
    plan: planSchema,
    nextPlan: planSchema.nullable(),
    suspendedAt: instantSchema.nullable().meta({ description: 'null: embeds are served' }),
    keptVersions: amount.nullable().meta({ description: 'Versions kept of each scene; null: all' }),
    items: z.array(
      z.object({
        quota: z.enum(['apiKeys', 'projects', 'scenes', 'storedBytes']),
        limit: amount.nullable().meta({ description: 'null: no limit' }),
        used: amount,
      }),
    ),
  })
  .meta({ id: 'Quotas' })
/** What a plan includes and what of it is used. */
export type Quotas = z.output<typeof quotasSchema>
