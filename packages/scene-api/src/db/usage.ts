/** What embeds did, gathered in memory and flushed in batches (see src/embed). */
import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, date, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { apiKeys } from './api-keys.js'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

const CLIENTS = ['browser', 'other'] as const

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
    client: text('client', { enum: CLIENTS }).notNull(),
    loads: bigint('loads', { mode: 'number' }).notNull().default(0),
    refusals: bigint('refusals', { mode: 'number' }).notNull().default(0),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.keyId, table.sceneId, table.day, table.origin, table.client] }),
    index('usage_buckets_organization').on(table.organizationId, table.day),
    index('usage_buckets_project').on(table.projectId, table.day),
    check('usage_buckets_client', sql`${table.client} in ('browser', 'other')`),
    check('usage_buckets_counts', sql`${table.loads} >= 0 and ${table.refusals} >= 0`),
  ],
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
    index('refusal_buckets_organization').on(table.organizationId, table.lastSeenAt),
    check('refusal_buckets_client', sql`${table.client} in ('browser', 'other')`),
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
  },
  (table) => [index('embed_reports_organization').on(table.organizationId, table.receivedAt)],
)
