/** Tells webhooks of what becomes of keys by itself: an end that is reached or near, and that nothing uses them. */
import { and, eq, gt, isNull, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import { inTurns } from '../../db/in-turns.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { keyNotices } from '../../db/webhooks.js'
import type { WebhookEventType } from '../../schemas/webhook-event-types.js'
import { DAY_MS, TRAFFIC_DAYS } from '../hygiene/facts.js'
import { describeKey, type KeyKind, kindOf } from './describe-key.js'
import { recordEvent } from './record-event.js'

/** The last warning before the replaced key stops. */
const OVERLAP_ENDING_MS = 6 * 3_600_000
const BATCH = 200

interface Notice {
  readonly kind: 'expired' | 'overlap_ending' | 'overlap_ended' | 'unused'
  readonly type: (kind: KeyKind) => WebhookEventType
  readonly where: (now: Date) => SQL | undefined
  readonly data?: Readonly<Record<string, unknown>>
}

const { revokedAt, revokesAt, expiresAt, replacedById, lastUsedAt, createdAt } = apiKeys

const NOTICES: readonly Notice[] = [
  {
    kind: 'overlap_ending',
    type: () => 'api_key.overlap_ending',
    where: (now) =>
      and(isNull(revokedAt), gt(revokesAt, now), lte(revokesAt, new Date(now.getTime() + OVERLAP_ENDING_MS))),
  },
  {
    // Whoever planned the end revoked the key; a rotation without an overlap notes it at once.
    kind: 'overlap_ended',
    type: (kind) => `${kind}.revoked`,
    where: (now) => and(lte(revokesAt, now), or(isNull(revokedAt), eq(revokedAt, revokesAt))),
    data: { reason: 'overlap_ended' },
  },
  {
    kind: 'expired',
    type: (kind) => `${kind}.expired`,
    where: (now) => and(isNull(revokedAt), isNull(revokesAt), lte(expiresAt, now)),
  },
  {
    kind: 'unused',
    type: (kind) => `${kind}.unused`,
    where: (now) => {
      const since = new Date(now.getTime() - TRAFFIC_DAYS * DAY_MS)
      return and(
        isNull(revokedAt),
        isNull(replacedById),
        or(isNull(expiresAt), gt(expiresAt, now)),
        lte(createdAt, since),
        or(isNull(lastUsedAt), lte(lastUsedAt, since)),
      )
    },
  },
]

/** Each once a key, whether a webhook listens or not: one that is made later hears nothing of the past. */
export async function noticeKeys(context: Context): Promise<void> {
  for (const notice of NOTICES) {
    let noticed: number
    do {
      noticed = await noticeBatch(context, notice)
    } while (noticed === BATCH)
  }
}

async function noticeBatch({ db, clock }: Context, { kind, type, where, data }: Notice): Promise<number> {
  const now = clock.now()
  const told = db
    .select({ one: sql`1` })
    .from(keyNotices)
    .where(and(eq(keyNotices.keyId, apiKeys.id), eq(keyNotices.kind, kind)))
  const rows = await db
    .select()
    .from(apiKeys)
    .where(and(where(now), notExists(told)))
    .orderBy(inTurns(apiKeys.organizationId, apiKeys.id))
    .limit(BATCH)
  for (const row of rows) {
    await db.transaction(async (tx) => {
      await lockOrganizationRow(tx, row.organizationId)
      const [first] = await tx
        .insert(keyNotices)
        .values({ keyId: row.id, kind, at: now })
        .onConflictDoNothing()
        .returning()
      if (!first) return
      await recordEvent(tx, {
        organizationId: row.organizationId,
        type: type(kindOf(row)),
        subject: `${kindOf(row)}:${row.id}`,
        at: now,
        data: async () => ({ ...(await describeKey(tx, row, now)), ...data }),
      })
    })
  }
  return rows.length
}
