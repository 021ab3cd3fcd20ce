/** Where organizations want to hear of events, the events (an outbox), and what became of each delivery. */
import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { apiKeys } from './api-keys.js'
import { id, instant } from './columns.js'
import { organizations } from './organizations.js'

export const webhooks = pgTable(
  'webhooks',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Whole, with its credentials; what is shown of it is `shownUrl`. */
    url: text('url').notNull(),
    description: text('description'),
    types: text('types').array().notNull(),
    /** `reminder`: set through `…/reminder-webhook`, with the signature and body of that route. */
    format: text('format', { enum: ['standard', 'reminder'] })
      .notNull()
      .default('standard'),
    /** Encrypted, as it must be read back to sign. */
    encryptedSecret: text('encrypted_secret').notNull(),
    /** The secret before a rotation signs as well until `formerSecretUntil`. */
    encryptedFormerSecret: text('encrypted_former_secret'),
    formerSecretUntil: instant('former_secret_until'),
    createdAt: instant('created_at').notNull(),
    createdById: text('created_by_id').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdByEmail: text('created_by_email'),
    disabledAt: instant('disabled_at'),
    disabledReason: text('disabled_reason', { enum: ['by_hand', 'failing', 'gone'] }),
    /** When something may be due; null: nothing is pending. */
    dueAt: instant('due_at'),
    /** One process at a time sends to an endpoint, until then at the longest. */
    leasedUntil: instant('leased_until'),
    /** After a failure the endpoint is left alone until then, whatever is due. */
    pausedUntil: instant('paused_until'),
    /** Failed attempts since the last success. */
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    /** Failed or slow the last time: waits for its turn among its like, so that it delays nobody else. */
    isSlow: boolean('is_slow').notNull().default(false),
  },
  (table) => [
    index('webhooks_organization').on(table.organizationId, table.createdAt, table.id),
    index('webhooks_due').on(table.isSlow, table.dueAt).where(sql`${table.disabledAt} is null`),
    uniqueIndex('webhooks_one_reminder').on(table.organizationId).where(sql`${table.format} = 'reminder'`),
    check('webhooks_types', sql`cardinality(${table.types}) > 0`),
    check('webhooks_disabled', sql`(${table.disabledAt} is null) = (${table.disabledReason} is null)`),
  ],
)

export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: id(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    /** What the event is about; events about one subject reach an endpoint in order. */
    subject: text('subject').notNull(),
    at: instant('at').notNull(),
    data: jsonb('data').notNull().$type<Record<string, unknown>>(),
    /** Of an event that must not be told twice. */
    onceKey: text('once_key'),
  },
  (table) => [
    index('webhook_events_at').on(table.at),
    index('webhook_events_type').on(table.organizationId, table.type, table.at),
    uniqueIndex('webhook_events_once').on(table.organizationId, table.onceKey),
  ],
)

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    /** The order in which they are sent. */
    sequence: bigserial('sequence', { mode: 'number' }).notNull(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: text('event_id')
      .notNull()
      .references(() => webhookEvents.id, { onDelete: 'cascade' }),
    subject: text('subject').notNull(),
    createdAt: instant('created_at').notNull(),
    state: text('state', { enum: ['pending', 'delivered', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    lastAttemptAt: instant('last_attempt_at'),
    deliveredAt: instant('delivered_at'),
    lastStatus: integer('last_status'),
    /** The beginning of the response of the endpoint. */
    lastAnswer: text('last_answer'),
    lastError: text('last_error'),
    lastDurationMs: integer('last_duration_ms'),
  },
  (table) => [
    index('webhook_deliveries_pending')
      .on(table.webhookId, table.subject, table.sequence)
      .where(sql`${table.state} = 'pending'`),
    index('webhook_deliveries_list').on(table.webhookId, table.createdAt, table.id),
    index('webhook_deliveries_event').on(table.eventId),
    index('webhook_deliveries_organization').on(table.organizationId),
  ],
)

/** What has been told of a key once, whether anybody listened or not. */
export const keyNotices = pgTable(
  'key_notices',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => apiKeys.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.kind] })],
)
