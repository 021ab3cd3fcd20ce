/** The webhook that a path names, in that organization and no other. */
import { and, eq } from 'drizzle-orm'
import type { Queryable, Transaction } from '../../db/database.js'
import { reminderWebhooks } from '../../db/reminders.js'
import { webhooks } from '../../db/webhooks.js'
import { Problem } from '../../problem.js'
import type { WebhookRow } from './claim-batch.js'

/** Throws `not_found`. */
export async function requireWebhook(db: Queryable, organizationId: string, id: string): Promise<WebhookRow> {
  return required((await db.select().from(webhooks).where(theWebhook(organizationId, id)))[0])
}

/** As `requireWebhook`, held until the transaction ends. */
export async function lockWebhook(tx: Transaction, organizationId: string, id: string): Promise<WebhookRow> {
  return required((await tx.select().from(webhooks).where(theWebhook(organizationId, id)).for('update'))[0])
}

/** The row that nodes of the version before read. */
export async function forgetFormer(tx: Transaction, organizationId: string): Promise<void> {
  await tx.delete(reminderWebhooks).where(eq(reminderWebhooks.organizationId, organizationId))
}

/** What a webhook starts anew with. */
export const SWITCHED_ON = {
  disabledAt: null,
  disabledReason: null,
  failures: 0,
  failingSince: null,
  pausedUntil: null,
} as const

const theWebhook = (organizationId: string, id: string) =>
  and(eq(webhooks.id, id), eq(webhooks.organizationId, organizationId))

function required(row: WebhookRow | undefined): WebhookRow {
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such webhook.' })
  return row
}
