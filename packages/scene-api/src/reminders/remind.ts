/** Notices keys that end within 14 days, once each, and tells the organization's webhook. */
import { randomUUID } from 'node:crypto'
import { EXPIRING_DAYS, keyStatus } from '@vectreal/auth-core'
import { and, asc, eq, gt, isNull, lt, lte, notExists, notInArray, sql } from 'drizzle-orm'
import type { Context } from '../context.js'
import { apiKeys } from '../db/api-keys.js'
import { expiryReminders, reminderWebhooks } from '../db/reminders.js'
import { isLoopbackUrl } from '../http/loopback-url.js'
import { unseal } from '../people/seal.js'
import { presentReminders } from './present-reminders.js'
import { sendWebhook } from './send-webhook.js'

const DAY_MS = 86_400_000
const BATCH = 200
const AT_ONCE = 4
/** Doubles from a minute on; after the last one the reminder stays in the list, undelivered. */
const FIRST_RETRY_MS = 60_000
const MAX_ATTEMPTS = 12
/** Another process may take over what one has not finished by then. */
const CLAIM_MS = 120_000

export async function remindOfExpiry(context: Context): Promise<void> {
  await noticeExpiringKeys(context)
  await deliverDue(context)
}

async function noticeExpiringKeys({ db, clock }: Context): Promise<void> {
  const now = clock.now()
  const candidates = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        isNull(apiKeys.revokedAt),
        isNull(apiKeys.replacedById),
        gt(apiKeys.expiresAt, now),
        lte(apiKeys.expiresAt, new Date(now.getTime() + EXPIRING_DAYS * DAY_MS)),
        notExists(
          db.select({ one: sql`1` }).from(expiryReminders).where(eq(expiryReminders.keyId, apiKeys.id)),
        ),
      ),
    )
    .orderBy(asc(apiKeys.expiresAt))
    .limit(BATCH)
  const expiring = candidates.filter((key) => keyStatus(key, now) === 'expiring')
  if (expiring.length === 0) return
  await db
    .insert(expiryReminders)
    .values(
      expiring.map(({ id, organizationId }) => ({
        id: randomUUID(),
        organizationId,
        keyId: id,
        createdAt: now,
        nextAttemptAt: now,
      })),
    )
    .onConflictDoNothing()
}

/** Several at once, of one organization one at a time: an endpoint that hangs holds up its own organization alone. */
async function deliverDue(context: Context): Promise<void> {
  const busy = new Set<string>()
  await Promise.all(Array.from({ length: AT_ONCE }, () => deliverInTurn(context, busy)))
}

/** `busy`: organizations that another turn delivers to, or whose endpoint has failed in this round. */
async function deliverInTurn(context: Context, busy: Set<string>): Promise<void> {
  const { db, clock, settings, logger } = context
  for (let sent = 0; sent < BATCH; sent += 1) {
    const now = clock.now()
    // Claimed before it is sent: of several processes one delivers.
    const claimed = await db.transaction(async (tx) => {
      const [due] = await tx
        .select({ reminder: expiryReminders, key: apiKeys, webhook: reminderWebhooks })
        .from(expiryReminders)
        .innerJoin(apiKeys, eq(apiKeys.id, expiryReminders.keyId))
        .innerJoin(reminderWebhooks, eq(reminderWebhooks.organizationId, expiryReminders.organizationId))
        .where(
          and(
            isNull(expiryReminders.deliveredAt),
            lte(expiryReminders.nextAttemptAt, now),
            lt(expiryReminders.attempts, MAX_ATTEMPTS),
            notInArray(expiryReminders.organizationId, [...busy]),
          ),
        )
        .orderBy(asc(expiryReminders.nextAttemptAt))
        .limit(1)
        .for('update', { of: expiryReminders, skipLocked: true })
      if (!due || busy.has(due.reminder.organizationId)) return null
      busy.add(due.reminder.organizationId)
      const attempts = due.reminder.attempts + 1
      await tx
        .update(expiryReminders)
        .set({ attempts, nextAttemptAt: new Date(now.getTime() + CLAIM_MS) })
        .where(eq(expiryReminders.id, due.reminder.id))
      return { ...due, attempts }
    })
    if (claimed === null) return
    const { reminder, webhook, attempts } = claimed
    const theReminder = eq(expiryReminders.id, reminder.id)
    const { organizationId } = reminder
    try {
      const [shown] = await presentReminders(db, [claimed], now)
      if (!shown) {
        busy.delete(organizationId)
        continue
      }
      const { id, type, createdAt, apiKey } = shown
      await sendWebhook({
        url: webhook.url,
        secret: unseal(settings.authSecret, webhook.encryptedSecret),
        id,
        body: JSON.stringify({ id, type, createdAt, apiKey }),
        at: now,
        // A server on a developer's machine may call that machine.
        allowPrivate: isLoopbackUrl(settings.publicUrl),
      })
      await db.update(expiryReminders).set({ deliveredAt: clock.now(), lastError: null }).where(theReminder)
      busy.delete(organizationId)
    } catch (error) {
      const lastError = error instanceof Error ? error.message.slice(0, 200) : 'failed'
      logger.warn({ reminder: reminder.id, attempts, reason: lastError }, 'reminder not delivered')
      const nextAttemptAt =
        attempts >= MAX_ATTEMPTS
          ? new Date(now.getTime() + 3650 * DAY_MS)
          : new Date(now.getTime() + FIRST_RETRY_MS * 2 ** (attempts - 1))
      await db.update(expiryReminders).set({ lastError, nextAttemptAt }).where(theReminder)
    }
  }
}
