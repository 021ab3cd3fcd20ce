/** What the operator of a server sees of its organizations. */
import { z } from 'zod'
import { planSchema } from './actor.js'
import { listQuerySchema } from './list.js'
import { instantSchema, searchedSchema } from './text.js'

const amount = z.int().min(0)
const mailAddressSchema = z.email('must be a mail address').max(254)

export const operatorOrganizationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    plan: planSchema,
    createdAt: instantSchema,
    suspendedAt: instantSchema.nullable().meta({ description: 'null: its embeds are served' }),
    owners: z.array(z.string()).meta({ description: 'Mail addresses' }),
    members: amount,
    projects: amount,
    scenes: amount,
    keysInUse: amount,
    keyLimit: amount.nullable().meta({ description: 'null: no limit' }),
    storedBytes: amount.meta({ description: 'Models and posters of all kept versions, each file once' }),
    loads: amount.meta({ description: 'Of the last 30 days' }),
    refusals: amount.meta({ description: 'Of the last 30 days' }),
    lastLoadAt: instantSchema.nullable(),
  })
  .meta({ id: 'OperatorOrganization' })
/** One organization as the operator of the server sees it. */
export type OperatorOrganization = z.output<typeof operatorOrganizationSchema>

export const operatorListQuerySchema = listQuerySchema.extend({
  search: searchedSchema(100)
    .optional()
    .meta({ description: 'Part of the name, an id or slug, or the whole address of an owner' }),
  suspended: z.enum(['true', 'false']).optional(),
})

export const suspendSchema = z
  .strictObject({
    reason: z
      .string()
      .max(500)
      .regex(/^\P{Cc}*$/u, 'must not contain control characters')
      .optional()
      .meta({ description: 'Kept in the audit log of the organization' }),
  })
  .meta({ id: 'Suspend' })

export const operatorUsageQuerySchema = listQuerySchema.omit({ cursor: true }).extend({
  from: z.iso.date().optional().meta({ description: 'UTC day; default: 30 days' }),
  to: z.iso.date().optional().meta({ description: 'UTC day, included; default: today' }),
})

export const operatorUsageSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    totals: z.object({
      organizations: amount,
      suspendedOrganizations: amount,
      people: amount,
      projects: amount,
      scenes: amount,
      storedBytes: amount.meta({ description: 'In the store, each file once' }),
      loads: amount,
      refusals: amount,
    }),
    items: z
      .array(
        z.object({
          organizationId: z.string(),
          name: z.string(),
          loads: amount,
          refusals: amount,
          lastSeenAt: instantSchema,
        }),
      )
      .meta({ description: 'Most loads first; organizations without any are left out' }),
  })
  .meta({ id: 'OperatorUsage' })

export const invitePersonSchema = z.strictObject({ email: mailAddressSchema }).meta({ id: 'InvitePerson' })

export const endPersonSessionsSchema = z
  .strictObject({ email: mailAddressSchema })
  .meta({ id: 'EndPersonSessions' })

export const invitedPersonSchema = z
  .object({
    email: z.string(),
    expiresAt: instantSchema,
    url: z.url().meta({ description: 'Where the invited person signs up' }),
  })
  .meta({ id: 'InvitedPerson' })
