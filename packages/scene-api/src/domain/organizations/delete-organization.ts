/**
 * Deletes an organization of any size. The decision is one short transaction, after which no node serves it and nothing of
 * it changes; what it leaves behind then goes in steps. Each can be repeated, and whoever finds an unfinished deletion
 * goes on with it: the same request again, or the maintenance of any node.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import type { AuditEvent } from '../audit/audit-event.js'
import { recordAudit, recordAudits } from '../audit/record-audit.js'
import type { Context } from '../../context.js'
import { apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { Problem } from '../../problem.js'
import { removeRows } from './remove-rows.js'

/** Keys of one transaction: each brings an entry of the audit log with it. */
const KEYS_AT_ONCE = 500
/** A request waits that long for the end of it: less than proxies wait for a response. */
const REQUEST_MS = 20_000

/**
 * Returns true once it is gone, and false where that takes longer than a request should: then it goes on by itself, and
 * to call this again waits for it again. Rejects where the deletion could not begin.
 */
export async function deleteOrganization(
  context: Context,
  organizationId: string,
  by: Actor,
): Promise<boolean> {
  await beginDeletion(context, organizationId, by)
  const finished = finishDeletion(context, organizationId).then(
    () => true,
    (error: unknown) => {
      context.logger.warn({ err: error, organizationId }, 'deletion of an organization not finished yet')
      return false
    },
  )
  const late = new AbortController()
  const isLate = delay(REQUEST_MS, false, { signal: late.signal, ref: false }).catch(() => false)
  return Promise.race([finished, isLate]).finally(() => late.abort())
}

/** Resolves once the deletion is decided and holds on every node. Of several calls the first one's `by` stays. */
async function beginDeletion(context: Context, organizationId: string, by: Actor): Promise<void> {
  await context.db.transaction(async (tx) => {
    const row = await lockOrganizationRow(tx, organizationId)
    if (row.deletingAt !== null) return
    const at = context.clock.now()
    await tx
      .update(organizations)
      // Its embeds are refused as those of a suspended one until its keys are gone.
      .set({ deletingAt: at, deletingBy: by, suspendedAt: row.suspendedAt ?? at })
      .where(eq(organizations.id, organizationId))
    await recordAudit(tx, {
      organizationId,
      at,
      action: 'organization.deleted',
      actor: by,
      target: { kind: 'organization', id: organizationId },
      before: { name: row.name, slug: row.slug },
    })
  })
  await context.afterAccessChange({ kind: 'organization', id: organizationId })
}

/** Removes what a deletion that has begun left. Where there is nothing left to do it resolves at once. */
async function finishDeletion(context: Context, organizationId: string): Promise<void> {
  const { db } = context
  const [row] = await db
    .select({ by: organizations.deletingBy })
    .from(organizations)
    .where(and(eq(organizations.id, organizationId), isNotNull(organizations.deletingAt)))
  if (!row?.by) return
  try {
    await revokeKeys(context, organizationId, row.by)
    await revokeServiceTokens(context, organizationId, row.by)
    await removeRows(db, organizationId)
    await db.delete(organizations).where(eq(organizations.id, organizationId))
  } catch (error) {
    // Somebody else has finished it meanwhile.
    if (error instanceof Problem && error.code === 'not_found') return
    throw error
  }
}

/** Goes on with every deletion that was left unfinished, the oldest first. */
export async function finishDeletions(context: Context): Promise<void> {
  const begun = await context.db
    .select({ id: organizations.id })
    .from(organizations)
    .where(isNotNull(organizations.deletingAt))
    .orderBy(asc(organizations.deletingAt))
  for (const { id } of begun) await finishDeletion(context, id)
}

async function revokeKeys(context: Context, organizationId: string, by: Actor): Promise<void> {
  const { db, clock } = context
  await untilFewer(KEYS_AT_ONCE, () =>
    db.transaction(async (tx) => {
      await lockOrganizationRow(tx, organizationId)
      const live = await tx
        .select()
        .from(apiKeys)
        .where(and(eq(apiKeys.organizationId, organizationId), isNull(apiKeys.revokedAt)))
        .limit(KEYS_AT_ONCE)
      const at = clock.now()
      const ids = live.map(({ id }) => id)
      await tx
        .update(apiKeys)
        .set({ ...revokerOf(by, at), holdsExternalId: false })
        .where(and(eq(apiKeys.organizationId, organizationId), inArray(apiKeys.id, ids)))
      await recordAll(tx, organizationId, live, (key) => ({
        ...revocation(key.publicKey === null ? 'api_key' : 'signing_key', key, by, at),
        before: { name: key.name, preview: key.preview, revokesAt: key.revokesAt },
      }))
      return live.length
    }),
  )
}

async function revokeServiceTokens(context: Context, organizationId: string, by: Actor): Promise<void> {
  const { db, clock } = context
  await db.transaction(async (tx) => {
    await lockOrganizationRow(tx, organizationId)
    const at = clock.now()
    const revoked = await tx
      .update(serviceTokens)
      .set(revokerOf(by, at))
      .where(and(eq(serviceTokens.organizationId, organizationId), isNull(serviceTokens.revokedAt)))
      .returning()
    await recordAll(tx, organizationId, revoked, (token) => revocation('service_token', token, by, at))
  })
}

type Event = Omit<AuditEvent, 'organizationId'>

function revocation(
  kind: 'api_key' | 'signing_key' | 'service_token',
  { id, name, preview }: { id: string; name: string; preview: string },
  by: Actor,
  at: Date,
): Event {
  return {
    at,
    action: `${kind}.revoked`,
    actor: by,
    target: { kind, id },
    before: { name, preview },
    after: { revokedAt: at },
  }
}

const recordAll = <Row>(
  tx: Transaction,
  organizationId: string,
  rows: readonly Row[],
  eventOf: (row: Row) => Event,
): Promise<void> => recordAudits(tx, organizationId, rows.map(eventOf))

const revokerOf = (by: Actor, at: Date) => ({
  revokedAt: at,
  revokedById: by.id,
  revokedByName: by.name,
  revokedByEmail: by.email,
})

/** Repeats a step until it finds less than it may take at once. */
async function untilFewer(most: number, step: () => Promise<number>): Promise<void> {
  let done: number
  do {
    done = await step()
  } while (done === most)
}
