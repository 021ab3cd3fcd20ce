/** What embeds did, buffered in memory and flushed in batches (see src/embed). */
import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  check,
  date,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { apiKeys } from './api-keys.js'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

/** `ar`: the viewer of a phone, with an address that a page was given. */
const CLIENTS = ['browser', 'other', 'ar'] as const

/** What every table of use counts, apart for each kind of client. */
const countColumns = () => ({
  client: text('client', { enum: CLIENTS }).notNull(),
  loads: bigint('loads', { mode: 'number' }).notNull().default(0),
  refusals: bigint('refusals', { mode: 'number' }).notNull().default(0),
  lastSeenAt: instant('last_seen_at').notNull(),
})

const countChecks = (name: string, table: Record<'client' | 'loads' | 'refusals', AnyPgColumn>) => [
  check(`${name}_client`, sql`${table.client} in ('browser', 'other', 'ar')`),
  check(`${name}_counts`, sql`${table.loads} >= 0 and ${table.refusals} >= 0`),
]

export const usageBuckets = pgTable(
  'usage_buckets',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    // Scene and project without foreign keys: counts outlive what was deleted.
    sceneId: text('scene_id').notNull(),
    projectId: text('project_id').notNull(),
    /** UTC day. */
    day: date('day', { mode: 'string' }).notNull(),
    /** As seen, or `(none)`, `(null)`, `(localhost)`, `(other)`. */
    origin: text('origin').notNull(),
    ...countColumns(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.sceneId, table.day, table.origin, table.client] }),
    index('usage_buckets_organization').on(table.organizationId, table.day),
    // Each write of counts asks which origins a key has that day.
    index('usage_buckets_key').on(table.keyId, table.day),
    // For what is forgotten: rows of one time lie together, and a small index is enough.
    index('usage_buckets_last_seen').using('brin', table.lastSeenAt),
    index('usage_buckets_project').on(table.projectId, table.day),
    index('usage_buckets_scene').on(table.sceneId, table.day),
    ...countChecks('usage_buckets', table),
  ],
)

/** Loads by the visitor whom a token names (`sub`), as the site that signed it calls them. */
export const visitorUsage = pgTable(
  'visitor_usage',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** A signing key. */
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    /** UTC day. */
    day: date('day', { mode: 'string' }).notNull(),
    /** As signed, or `(other)`. */
    subject: text('subject').notNull(),
    ...countColumns(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.day, table.subject, table.client] }),
    index('visitor_usage_organization').on(table.organizationId),
    index('visitor_usage_last_seen').using('brin', table.lastSeenAt),
    ...countChecks('visitor_usage', table),
  ],
)

/**
 * The same loads and refusals summed over keys, projects and scenes, with those that no key is on account of: questions about
 * a whole organization read one row a day, origin and kind of client.
 */
export const usageDays = pgTable(
  'usage_days',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** UTC day. */
    day: date('day', { mode: 'string' }).notNull(),
    origin: text('origin').notNull(),
    ...countColumns(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.day, table.origin, table.client] }),
    index('usage_days_day').on(table.day),
    index('usage_days_last_seen').using('brin', table.lastSeenAt),
    ...countChecks('usage_days', table),
  ],
)

/**
 * `usage_days` by day alone: questions by day read one row a day and kind of client. What a node writes to `usage_days` it
 * writes here and to `usage_spans` in the same statement; what is forgotten there, a trigger takes off.
 */
export const usageTotals = pgTable(
  'usage_totals',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** UTC day. */
    day: date('day', { mode: 'string' }).notNull(),
    ...countColumns(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.day, table.client] }),
    index('usage_totals_day').on(table.day),
    ...countChecks('usage_totals', table),
  ],
)

/**
 * `usage_days` by week and by four weeks: questions by origin read whole spans here, and the days before and after them
 * there (see domain/usage/split-range.ts).
 */
export const usageSpans = pgTable(
  'usage_spans',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** How long it is. */
    days: smallint('days').notNull(),
    /** A Monday. */
    firstDay: date('first_day', { mode: 'string' }).notNull(),
    origin: text('origin').notNull(),
    ...countColumns(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.days, table.firstDay, table.origin, table.client] }),
    check('usage_spans_days', sql`${table.days} in (7, 28)`),
    ...countChecks('usage_spans', table),
  ],
)

/** One text for what a list shows as one row, so that an index finds the rows of a group; the origin may hold anything and is last. */
const groupKey = (...columns: readonly string[]) =>
  text('group_key')
    .notNull()
    .generatedAlwaysAs(
      sql.raw(`md5(${columns.map((column) => `coalesce("${column}", '')`).join(` || ' ' || `)})`),
    )

export const refusalBuckets = pgTable(
  'refusal_buckets',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** Null where neither key nor scene named an organization. */
    organizationId: text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    projectId: text('project_id'),
    keyId: text('key_id'),
    sceneId: text('scene_id'),
    /** UTC day. */
    day: date('day', { mode: 'string' }).notNull(),
    origin: text('origin').notNull(),
    code: text('code').notNull(),
    layer: text('layer'),
    client: text('client', { enum: CLIENTS }).notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    groupKey: groupKey('project_id', 'key_id', 'scene_id', 'code', 'client', 'origin'),
  },
  (table) => [
    unique('refusal_buckets_once')
      .on(
        table.organizationId,
        table.projectId,
        table.keyId,
        table.sceneId,
        table.day,
        table.origin,
        table.code,
        table.client,
      )
      .nullsNotDistinct(),
    index('refusal_buckets_organization').on(table.organizationId, table.lastSeenAt, table.id),
    index('refusal_buckets_group').on(table.organizationId, table.groupKey, table.lastSeenAt, table.id),
    // What a flush asks: which origins an organization has on a day.
    index('refusal_buckets_day').on(table.organizationId, table.day),
    // What is on no key's account.
    index('refusal_buckets_keyless')
      .on(table.organizationId, table.projectId, table.day)
      .where(sql`${table.keyId} is null`),
    index('refusal_buckets_last_seen').using('brin', table.lastSeenAt),
    check('refusal_buckets_client', sql`${table.client} in ('browser', 'other', 'ar')`),
    check('refusal_buckets_count', sql`${table.count} > 0`),
  ],
)

export const embedReports = pgTable(
  'embed_reports',
  {
    id: id(),
    receivedAt: instant('received_at').notNull(),
    organizationId: text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    projectId: text('project_id'),
    sceneId: text('scene_id'),
    origin: text('origin').notNull(),
    code: text('code').notNull(),
    layer: text('layer'),
    detail: text('detail'),
    sdkVersion: text('sdk_version'),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    groupKey: groupKey('project_id', 'scene_id', 'code', 'layer', 'origin'),
  },
  (table) => [
    index('embed_reports_organization').on(table.organizationId, table.receivedAt, table.id),
    index('embed_reports_group').on(table.organizationId, table.groupKey, table.receivedAt, table.id),
    index('embed_reports_received').using('brin', table.receivedAt),
  ],
)
