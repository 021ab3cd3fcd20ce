/** `Idempotency-Key`: a creating request that is repeated gets its first response. */
import { createHash } from 'node:crypto'
import { and, eq, gt, lt, sql } from 'drizzle-orm'
import { canonicalJson } from '@vectreal/auth-core/audit'
import type { Context } from '../context.js'
import type { Transaction } from '../db/database.js'
import { idempotencyKeys } from '../db/idempotency-keys.js'
import { seal, unseal } from '../seal.js'
import { invalidRequest, Problem } from '../problem.js'
import type { Access } from '../identity/access.js'
import type { RequestInput } from './route.js'

const HOUR_MS = 3_600_000
const TOKEN_KEPT_MS = 10 * 60_000
const KEY = /^[\x21-\x7e]{1,255}$/

/** What a request made, or the copy of what it made the first time. */
export interface Once<Result> {
  readonly result: Result
  readonly replayed: boolean
}

/**
 * Runs a creating transaction once for each key: the first response is stored in that same transaction. Repeats that
 * overlap wait for it. An error is not kept: a repeat tries again.
 */
export async function createOnce<Result extends object>(
  {
    context,
    access,
    req,
    res,
    body,
  }: Pick<RequestInput, 'context' | 'req' | 'res'> & { readonly access: Access; readonly body: unknown },
  run: (tx: Transaction) => Promise<Result>,
): Promise<Once<Result>> {
  const { db, clock } = context
  const key = req.headers['idempotency-key']
  if (key === undefined) return { result: await db.transaction(run), replayed: false }
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw invalidRequest([
      { path: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' },
    ])
  }
  const id = { organizationId: access.organization.id, actorId: access.actor.id, key }
  const requestHash = sha256(`${req.method} ${req.originalUrl}\n${canonicalJson(body)}`).toString('hex')
  const lock = sha256(`${id.organizationId}\n${id.actorId}\n${key}`).readBigInt64BE()

  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`)
    const now = clock.now()
    const [first] = await tx
      .select()
      .from(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.organizationId, id.organizationId),
          eq(idempotencyKeys.actorId, id.actorId),
          eq(idempotencyKeys.key, key),
          gt(idempotencyKeys.createdAt, keptSince(context, now)),
        ),
      )
    if (first) {
      if (first.requestHash !== requestHash) throw new Problem('idempotency_key_reused')
      res.setHeader('Idempotency-Replayed', 'true')
      return { result: withToken(context, first, now) as Result, replayed: true }
    }
    const result = await run(tx)
    const { token, ...withoutToken } = result as Result & { token?: string }
    const kept = {
      requestHash,
      body: JSON.parse(JSON.stringify(withoutToken)) as Record<string, unknown>,
      encryptedToken: token === undefined ? null : seal(context.settings.authSecret, token),
      tokenUntil: token === undefined ? null : new Date(now.getTime() + TOKEN_KEPT_MS),
      createdAt: now,
    }
    await tx
      .insert(idempotencyKeys)
      .values({ ...id, ...kept })
      .onConflictDoUpdate({
        target: [idempotencyKeys.organizationId, idempotencyKeys.actorId, idempotencyKeys.key],
        set: kept,
      })
    return { result, replayed: false }
  })
}

function keptSince({ settings }: Context, now: Date): Date {
  return new Date(now.getTime() - settings.idempotencyHours * HOUR_MS)
}

/** Forgets responses after their hours, and encrypted tokens after their minutes. */
export async function forgetOldResponses(context: Context): Promise<void> {
  const { db, clock } = context
  const now = clock.now()
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, keptSince(context, now)))
  await db
    .update(idempotencyKeys)
    .set({ encryptedToken: null })
    .where(and(lt(idempotencyKeys.tokenUntil, now), sql`${idempotencyKeys.encryptedToken} is not null`))
}

type Kept = typeof idempotencyKeys.$inferSelect

function withToken(context: Context, kept: Kept, now: Date): Record<string, unknown> {
  if (kept.encryptedToken !== null && kept.tokenUntil !== null && now < kept.tokenUntil) {
    return { ...kept.body, token: unseal(context.settings.authSecret, kept.encryptedToken) }
  }
  return kept.tokenUntil === null ? kept.body : { ...kept.body, tokenExpired: true }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
