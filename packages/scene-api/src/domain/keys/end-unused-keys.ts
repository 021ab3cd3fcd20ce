/** Ends keys that nothing uses, where the organization wants it: tells people 14 days before, then revokes. */
import { and, asc, eq, gt, isNotNull, isNull, lte, notExists, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { keyNotices } from '../../db/webhooks.js'
import { withoutLinks } from '../../without-links.js'
import { SYSTEM } from '../audit/actor.js'
import { DAY_MS } from '../hygiene/facts.js'
import { groupBy } from '../hygiene/group-by.js'
import { nameDay, nameKey } from '../hygiene/wording.js'
import { mailManagers } from '../organizations/mail-managers.js'
import { describeKey, kindOf } from '../webhooks/describe-key.js'
import { recordEvent } from '../webhooks/record-event.js'
import type { ApiKeyRow } from './present-api-key.js'
import { revokeOnce } from './revoke-keys.js'
import { UNUSED_END, UNUSED_NOTICE_DAYS, unusedEnd } from './unused-end.js'

const BATCH = 200
/** Of one mail; the rest stands in the dashboard. */
const NAMED_KEYS = 20

interface Announced {
  readonly key: ApiKeyRow
  readonly endsAt: Date
}

/** Each step may run in several processes at once. */
export async function endUnusedKeys(context: Context): Promise<void> {
  await takeBackNotices(context)
  await announceEnds(context)
  await endKeys(context)
}

/** Live keys of organizations with the rule whose end is 14 days away or less. */
function isNearEnd(now: Date) {
  const lastSign = sql`coalesce(${apiKeys.lastUsedAt}, ${apiKeys.createdAt})`
  const days = sql`(${organizations.endUnusedKeysAfterDays} - ${UNUSED_NOTICE_DAYS})`
  return and(
    isNotNull(organizations.endUnusedKeysAfterDays),
    // While its embeds are not served, its keys cannot be used.
    isNull(organizations.suspendedAt),
    isNull(organizations.deletingAt),
    isNull(apiKeys.revokedAt),
    isNull(apiKeys.replacedById),
    or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
    sql`${lastSign} <= ${now.toISOString()}::timestamptz - ${days} * interval '1 day'`,
  )
}

/** The key is in use again, or the rule is another: the next notice is a new one. */
async function takeBackNotices({ db, clock }: Context): Promise<void> {
  const stillNear = db
    .select({ one: sql`1` })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .where(and(eq(apiKeys.id, keyNotices.keyId), isNearEnd(clock.now())))
  await db.delete(keyNotices).where(and(eq(keyNotices.kind, UNUSED_END), notExists(stillNear)))
}

async function announceEnds(context: Context): Promise<void> {
  const { db, clock } = context
  const told = db
    .select({ one: sql`1` })
    .from(keyNotices)
    .where(and(eq(keyNotices.keyId, apiKeys.id), eq(keyNotices.kind, UNUSED_END)))
  for (;;) {
    const now = clock.now()
    const rows = await db
      .select({ key: apiKeys })
      .from(apiKeys)
      .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
      .where(and(isNearEnd(now), notExists(told)))
      .orderBy(asc(apiKeys.organizationId), asc(apiKeys.id))
      .limit(BATCH)
    for (const [organizationId, found] of groupBy(rows, ({ key }) => key.organizationId)) {
      const keys = found.map(({ key }) => key)
      await tellOfEnds(context, organizationId, await announce(context, organizationId, keys, now))
    }
    if (rows.length < BATCH) return
  }
}

/** Returns those that this process has announced. */
function announce({ db }: Context, organizationId: string, keys: readonly ApiKeyRow[], now: Date) {
  return db.transaction(async (tx) => {
    const { endUnusedKeysAfterDays: days } = await lockOrganizationRow(tx, organizationId)
    const announced: Announced[] = []
    if (days === null) return announced
    for (const key of keys) {
      const [mine] = await tx
        .insert(keyNotices)
        .values({ keyId: key.id, kind: UNUSED_END, at: now })
        .onConflictDoNothing()
        .returning()
      if (!mine) continue
      const endsAt = unusedEnd(key, days, now)
      announced.push({ key, endsAt })
      await recordEvent(tx, {
        organizationId,
        type: `${kindOf(key)}.unused`,
        subject: `${kindOf(key)}:${key.id}`,
        at: now,
        data: async () => ({ ...(await describeKey(tx, key, now)), endsAt: endsAt.toISOString() }),
      })
    }
    return announced
  })
}

async function tellOfEnds(
  context: Context,
  organizationId: string,
  announced: readonly Announced[],
): Promise<void> {
  if (announced.length === 0) return
  const named = announced
    .slice(0, NAMED_KEYS)
    .map(({ key, endsAt }) => `- ${withoutLinks(nameKey(key))}, on ${nameDay(endsAt)}`)
  const more = announced.length > NAMED_KEYS ? [`- and ${announced.length - NAMED_KEYS} more`] : []
  await mailManagers(context, organizationId, (organization) => ({
    subject: `Unused keys of ${withoutLinks(organization)} will end`,
    text: `Nothing has used these keys for a long time, and your settings end unused keys:\n\n${[...named, ...more].join('\n')}\n\nA key that is used before that day stays.\n\n${context.settings.publicUrl}/dashboard/key-health`,
  }))
}

async function endKeys(context: Context): Promise<void> {
  const { db, clock } = context
  const now = clock.now()
  const dueSince = new Date(now.getTime() - UNUSED_NOTICE_DAYS * DAY_MS)
  const due = await db
    .select({ id: apiKeys.id, organizationId: apiKeys.organizationId })
    .from(apiKeys)
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .innerJoin(keyNotices, and(eq(keyNotices.keyId, apiKeys.id), eq(keyNotices.kind, UNUSED_END)))
    .where(and(isNearEnd(now), lte(keyNotices.at, dueSince)))
    .orderBy(asc(apiKeys.organizationId), asc(apiKeys.id))
  for (const { id, organizationId } of due) await endOne(context, organizationId, id, now)
}

/** Looks again under the lock: it may have been used, or the rule changed. */
async function endOne(context: Context, organizationId: string, keyId: string, now: Date): Promise<void> {
  const isEnded = await context.db.transaction(async (tx) => {
    const { endUnusedKeysAfterDays: days } = await lockOrganizationRow(tx, organizationId)
    const [found] = await tx
      .select({ key: apiKeys, noticedAt: keyNotices.at })
      .from(apiKeys)
      .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
      .innerJoin(keyNotices, and(eq(keyNotices.keyId, apiKeys.id), eq(keyNotices.kind, UNUSED_END)))
      .where(and(eq(apiKeys.id, keyId), isNearEnd(now)))
      .for('update', { of: apiKeys })
    if (!found || days === null || unusedEnd(found.key, days, found.noticedAt) > now) return false
    const revocation = { by: SYSTEM, at: now, reason: 'unused' } as const
    await revokeOnce(tx, organizationId, keyId, revocation, kindOf(found.key))
    return true
  })
  if (isEnded) await context.afterAccessChange({ kind: 'key', id: keyId })
}
