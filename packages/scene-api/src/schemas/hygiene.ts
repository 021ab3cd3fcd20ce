/** What is doubtful about keys and allowlists, with what it was seen from and what to do. */
import { z } from 'zod'
import { expiresInDaysSchema } from './api-keys.js'
import { listOf, listQuerySchema, searchQuerySchema } from './list.js'
import { instantSchema } from './text.js'

export const FINDING_CODES = [
  'key_on_unrelated_sites',
  'key_never_expires',
  'key_covers_all_projects',
  'key_scope_unused',
  'key_unused',
  'key_ends_unused',
  'key_expiring_without_successor',
  'key_outlives_limit',
  'key_without_project',
  'localhost_in_production',
  'wildcard_in_production',
  'empty_allowlist',
] as const
/** What can be doubtful about a key or an allowlist. */
export type FindingCode = (typeof FINDING_CODES)[number]

export const SEVERITIES = ['high', 'medium', 'low'] as const
/** How much a finding matters. */
export type Severity = (typeof SEVERITIES)[number]

const siteUseSchema = z.object({
  site: z.string().meta({ description: 'Registrable domain' }),
  origins: z.array(z.string()),
  loads: z.int(),
  lastSeenAt: instantSchema,
})

export const evidenceSchema = z
  .object({
    days: z.int().meta({ description: 'How far back traffic was looked at, or how long keys may live' }),
    sites: z.array(siteUseSchema),
    origins: z.array(z.string()),
    patterns: z.array(z.string()),
    projectIds: z.array(z.string()).meta({ description: 'What the key covers' }),
    usedProjectIds: z.array(z.string()).meta({ description: 'Projects that the key was seen to read' }),
    unusedProjectIds: z.array(z.string()),
    loads: z.int(),
    browserLoads: z.int(),
    localhostLoads: z.int(),
    createdAt: instantSchema,
    expiresAt: instantSchema,
    lastUsedAt: instantSchema.nullable(),
    endsAt: instantSchema.meta({ description: 'When the key ends because nothing uses it' }),
  })
  .partial()
  .meta({ id: 'FindingEvidence' })
/** What a finding was seen from. It holds the fields that its code needs; the others are absent. */
export type Evidence = z.output<typeof evidenceSchema>

/** Each adds before it takes away: no page is without a working key in between. */
export const fixSchema = z
  .discriminatedUnion('action', [
    z
      .object({
        action: z.literal('create_key'),
        projectIds: z.array(z.string()).meta({ description: 'Prefilled: the projects seen in use' }),
        expiresInDays: expiresInDaysSchema,
        thenRevokeKeyId: z.string().meta({ description: 'To revoke once no page uses it any more' }),
      })
      .meta({ id: 'CreateKeyFix' }),
    z
      .object({ action: z.literal('rotate_key'), keyId: z.string(), expiresInDays: expiresInDaysSchema })
      .meta({ id: 'RotateKeyFix' }),
    z.object({ action: z.literal('revoke_key'), keyId: z.string() }).meta({ id: 'RevokeKeyFix' }),
    z
      .object({
        action: z.literal('create_signing_key'),
        projectIds: z.array(z.string()).meta({ description: 'Prefilled: the projects seen in use' }),
        expiresInDays: expiresInDaysSchema,
        thenRevokeKeyId: z.string().meta({ description: 'To revoke once no server signs with it any more' }),
      })
      .meta({ id: 'CreateSigningKeyFix' }),
    z
      .object({ action: z.literal('revoke_signing_key'), keyId: z.string() })
      .meta({ id: 'RevokeSigningKeyFix' }),
    z
      .object({
        action: z.literal('change_allowlist'),
        projectId: z.string(),
        allowedDomains: z.array(z.string()),
        allowLocalhost: z.boolean(),
      })
      .meta({ id: 'ChangeAllowlistFix' }),
  ])
  .meta({ id: 'FindingFix' })
/** A change that would settle a finding, ready to be made. */
export type Fix = z.output<typeof fixSchema>

export const findingSchema = z
  .object({
    code: z.enum(FINDING_CODES),
    severity: z.enum(SEVERITIES),
    message: z.string().meta({ description: 'The finding in a sentence, with its evidence' }),
    keyId: z.string().nullable(),
    key: z
      .object({
        id: z.string(),
        kind: z.enum(['api_key', 'signing_key']),
        name: z.string(),
        preview: z.string(),
      })
      .nullable(),
    projectId: z.string().nullable(),
    project: z.object({ id: z.string(), name: z.string() }).nullable(),
    evidence: evidenceSchema,
    fix: fixSchema.nullable().meta({ description: 'null: only a person can decide what to change' }),
  })
  .meta({ id: 'Finding' })
/** Something doubtful about one key or one project, with its evidence and what to do. */
export type Finding = z.output<typeof findingSchema>

const findingCountsSchema = z.object({ high: z.int(), medium: z.int(), low: z.int() })
/** How many findings there are of each severity. */
export type FindingCounts = z.output<typeof findingCountsSchema>

export const findingListSchema = listOf(findingSchema).extend({
  judgedAt: instantSchema.meta({ description: 'When the findings were made' }),
  counts: findingCountsSchema.meta({ description: 'Of all pages together' }),
})

export const hygieneQuerySchema = listQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  q: searchQuerySchema.shape.q.meta({
    description: 'Only of keys and projects with this text in their name',
  }),
})
