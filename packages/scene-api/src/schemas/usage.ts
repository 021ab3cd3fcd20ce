/** What embeds did: loads and refusals, counted. */
import { z } from 'zod'
import { namesStorable } from '../storable-instant.js'
import { listOf, listQuerySchema, searchQuerySchema } from './list.js'
import { allowedDomainsSchema, warningSchema } from './projects.js'
import { idSchema, instantSchema } from './text.js'

/** A UTC day, or any instant of it. */
const daySchema = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a date (2026-11-24) or an ISO 8601 date-time with a time zone',
  })
  .refine(...namesStorable)
  .transform((text) => new Date(text).toISOString().slice(0, 10))
  .meta({ description: 'UTC day, or an instant that stands for its day' })

export const clientSchema = z.enum(['browser', 'other', 'ar']).meta({
  description:
    '`browser`: the request carried `Sec-Fetch-Site`, as only browsers do by themselves; `ar`: the AR viewer of a phone, counted for the page that opened it',
})

const originSchema = z.string().meta({
  description:
    'As seen; `(none)`: no Origin and no Referer; `(null)`: an opaque origin; `(localhost)`: any localhost; `(other)`: beyond the number kept apart',
})

const rangeShape = {
  from: daySchema.optional().meta({ description: 'First day, 29 days before the last one unless given' }),
  to: daySchema.optional().meta({ description: 'Last day, included; today unless given' }),
}

export const usageQuerySchema = z.strictObject({
  ...rangeShape,
  by: z.enum(['day', 'origin']).default('day'),
  projectId: idSchema.optional(),
  sceneId: idSchema.optional(),
  cursor: listQuerySchema.shape.cursor,
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
})
/** Which days, grouped by what. Both days are UTC and included. */
export type UsageQuery = z.output<typeof usageQuerySchema>

export const usageBucketSchema = z
  .object({
    day: z.iso.date().optional().meta({ description: 'Of `by=day`' }),
    origin: originSchema.optional().meta({ description: 'Of `by=origin`' }),
    client: clientSchema,
    loads: z.int(),
    refusals: z.int(),
    lastSeenAt: instantSchema,
  })
  .meta({ id: 'UsageBucket' })
/** Loads and refusals of one day or one origin, apart for browsers and other clients. */
export type UsageBucket = z.output<typeof usageBucketSchema>

export const usageListSchema = listOf(usageBucketSchema).extend({
  from: z.iso.date(),
  to: z.iso.date(),
})

const visitorSchema = z.string().meta({
  description: 'Of `by=sub`: as the token names the visitor; `(other)`: beyond the number kept apart',
})

export const signingKeyUsageQuerySchema = usageQuerySchema.extend({
  by: z.enum(['day', 'origin', 'sub']).default('day'),
})

export const signingKeyUsageListSchema = listOf(
  usageBucketSchema.extend({ sub: visitorSchema.optional() }).meta({ id: 'SigningKeyUsageBucket' }),
).extend({ from: z.iso.date(), to: z.iso.date() })

/** What may refuse a request, in the order in which it is asked. */
const LAYERS = ['format', 'key', 'organization', 'project', 'domain'] as const

export const refusalQuerySchema = listQuerySchema.extend({
  ...rangeShape,
  projectId: idSchema.optional(),
  keyId: idSchema.optional(),
  code: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'is not a code')
    .optional(),
  layer: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(LAYERS)).max(LAYERS.length))
    .optional()
    .meta({ description: 'Only of these layers, with commas between them' }),
  q: searchQuerySchema.shape.q.meta({
    description:
      'Only what has this text in its origin, its code or the name of its project or scene, in any case',
  }),
})
/** Which refusals: days, project, key, code, layer and text; what is absent does not narrow. */
export type RefusalQuery = z.output<typeof refusalQuerySchema>

const place = {
  projectId: z.string().nullable(),
  projectName: z.string().nullable().meta({ description: 'null: unknown, or deleted' }),
  sceneId: z.string().nullable(),
  sceneName: z.string().nullable(),
}

export const refusalCountSchema = z
  .object({
    ...place,
    keyId: z.string().nullable(),
    keyName: z.string().nullable(),
    keyPreview: z.string().nullable(),
    origin: originSchema,
    client: clientSchema,
    code: z.string(),
    layer: z.string().nullable(),
    count: z.int(),
    firstSeenAt: instantSchema,
    lastSeenAt: instantSchema,
    suggestedPattern: z.string().nullable().meta({
      description: 'The allowlist entry that lets this origin in; null where none may or none is missing',
    }),
  })
  .meta({ id: 'RefusalCount' })
/** Refusals that are alike, counted. Ids and names are null where they are unknown. */
export type RefusalCount = z.output<typeof refusalCountSchema>

export const reportQuerySchema = refusalQuerySchema.omit({ keyId: true, layer: true })
/** Which reports of pages; as `RefusalQuery`, but for key and layer: reports carry none. */
export type ReportQuery = z.output<typeof reportQuerySchema>

export const reportCountSchema = z
  .object({
    ...place,
    origin: originSchema,
    code: z.string(),
    layer: z.string().nullable(),
    count: z.int(),
    firstSeenAt: instantSchema,
    lastSeenAt: instantSchema,
    detail: z.string().nullable().meta({ description: 'This and the rest: of the latest report' }),
    sdkVersion: z.string().nullable(),
    userAgent: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'ReportCount' })
/** Failures that only pages saw and that are alike, counted. */
export type ReportCount = z.output<typeof reportCountSchema>

/** How far back a change of an allowlist is compared with what has loaded. */
export const ALLOWLIST_CHECK_DAYS = 30

export const checkAllowlistSchema = z
  .strictObject({ allowedDomains: allowedDomainsSchema, allowLocalhost: z.boolean() })
  .meta({ id: 'CheckAllowlist' })

export const checkedAllowlistSchema = z
  .object({
    allowedDomains: z.array(z.string()).meta({ description: 'Normalised, as saving would store them' }),
    allowLocalhost: z.boolean(),
    warnings: z.array(warningSchema),
    days: z.int().meta({ description: 'How many days of traffic were looked at' }),
    refused: z
      .array(z.object({ origin: originSchema, loads: z.int(), lastSeenAt: instantSchema }))
      .meta({ description: 'What loaded, is allowed now and would not be any more; most loads first' }),
    refusedLoads: z.int(),
    keptLoads: z.int(),
    unknownLoads: z.int().meta({ description: 'Loads whose origin was not kept apart' }),
  })
  .meta({ id: 'CheckedAllowlist' })
