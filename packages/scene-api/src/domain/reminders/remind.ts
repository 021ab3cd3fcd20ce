/** Notices keys that end within 14 days, once each, and tells webhooks of it. */
import { randomUUID } from 'node:crypto'
import { EXPIRING_DAYS } from '@vectreal/auth-core'
import { and, eq, gt, isNull, lte, notExists, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { inTurns } from '../../db/in-turns.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { expiryReminders } from '../../db/reminders.js'
import type { ApiKeyRow } from '../keys/present-api-key.js'
import { describeKey, kindOf } from '../webhooks/describe-key.js'
import { recordEvent } from '../webhooks/record-event.js'

const DAY_MS = 86_400_000
const BATCH = 200

export async function remindOfExpiry(context: Context): Promise<void> {
  await noticeExpiringKeys(context)
  await announceReminders(context)
}

async function noticeExpiringKeys(context: Context): Promise<void> {
  let noticed: number
  do {
    noticed = await noticeBatch(context)
  } while (noticed === BATCH)
}

async function noticeBatch({ db, clock }: Context): Promise<number> {
  const now = clock.now()
  const expiring = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        // The status `expiring`; of what was not replaced no end is planned.
        isNull(apiKeys.revokedAt),
        isNull(apiKeys.replacedById),
        gt(apiKeys.expiresAt, now),
        lte(apiKeys.expiresAt, new Date(now.getTime() + EXPIRING_DAYS * DAY_MS)),
        notExists(
          db.select({ one: sql`1` }).from(expiryReminders).where(eq(expiryReminders.keyId, apiKeys.id)),
        ),
      ),
    )
    .orderBy(inTurns(apiKeys.organizationId, apiKeys.expiresAt))
    .limit(BATCH)
  for (const key of expiring) {
    await db.transaction(async (tx) => {
      await lockOrganizationRow(tx, key.organizationId)
      const [reminder] = await tx
        .insert(expiryReminders)
        .values({
          id: randomUUID(),
          organizationId: key.organizationId,
          keyId: key.id,
          createdAt: now,
          nextAttemptAt: now,
          announcedAt: now,
        })
        .onConflictDoNothing()
        .returning()
      if (reminder) await announce(tx, reminder, key, now)
    })
  }
  return expiring.length
}

/** Those that a node of the version before has made, and those whose delivery it has left unfinished. */
async function announceReminders({ db, clock }: Context): Promise<void> {
  const now = clock.now()
  const rows = await db
    .select({ reminder: expiryReminders, key: apiKeys })
    .from(expiryReminders)
    .innerJoin(apiKeys, eq(apiKeys.id, expiryReminders.keyId))
    .where(isNull(expiryReminders.announcedAt))
    .limit(BATCH)
  for (const { reminder, key } of rows) {
    await db.transaction(async (tx) => {
      await lockOrganizationRow(tx, reminder.organizationId)
      const [mine] = await tx
        .update(expiryReminders)
        .set({ announcedAt: now })
        .where(and(eq(expiryReminders.id, reminder.id), isNull(expiryReminders.announcedAt)))
        .returning()
      if (mine) await announce(tx, mine, key, now)
    })
  }
}

/** The event has the reminder's id: what becomes of its delivery is noted with the reminder. */
function announce(
  tx: Transaction,
  { id, organizationId, createdAt }: typeof expiryReminders.$inferSelect,
  key: ApiKeyRow,
  now: Date,
): Promise<void> {
  const kind = kindOf(key)
  return recordEvent(tx, {
    id,
    organizationId,
    type: `${kind}.expiring`,
    subject: `${kind}:${key.id}`,
    at: createdAt,
    data: () => describeKey(tx, key, now),
  })
}
