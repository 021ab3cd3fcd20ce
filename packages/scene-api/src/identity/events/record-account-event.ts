/** Writes what happened to an account into the audit log of every organization that its person belongs to. */
import { randomUUID } from 'node:crypto'
import { asc, eq, type SQL, sql } from 'drizzle-orm'
import { type Actor, actorOf } from '../../domain/audit/actor.js'
import type { AuditAction } from '../../domain/audit/audit-event.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import type { Context } from '../../context.js'
import { members } from '../../db/organizations.js'
import { authRateLimits, users } from '../../db/users.js'

/** However many failures there are, the log gets one entry a person and hour. */
const FAILURE_WINDOW_MS = 3_600_000
/** Whoever fails to sign in is not known. */
const SOMEBODY: Actor = { kind: 'system', id: 'sign-in', name: 'Somebody', email: null }

export interface AccountPerson {
  readonly id: string
  readonly name: string
  readonly email: string
}

type Facts = Readonly<Record<string, unknown>>

export const recordAccountEvent = (
  context: Context,
  person: AccountPerson,
  action: AuditAction,
  after?: Facts,
  actor: Actor = actorOf(person),
): Promise<void> => record(context, person, action, actor, after)

/**
 * The first failure of an hour is written down, with how many there were in the hour before it that had any. Whoever fails
 * with a code has got past the password: these are counted apart, so that wrong passwords do not hide them.
 */
export async function recordFailedSignIn(
  context: Context,
  theirs: SQL,
  method: 'password' | 'code' | 'recovery_code' | 'passkey' | 'company',
): Promise<void> {
  const { db } = context
  const [person] = await db.select().from(users).where(theirs)
  if (!person) return
  const key = method === 'password' ? `failed-sign-in|${person.id}` : `failed-sign-in|${method}|${person.id}`
  const earlier = await countFailure(context, key)
  if (earlier === null) return
  const after = { email: person.email, method, ...(earlier > 0 && { furtherFailuresBefore: earlier }) }
  await record(context, person, 'account.sign_in_failed', SOMEBODY, after)
}

/** Null: not the first failure of its hour. Otherwise how many followed the first one of the hour before. */
async function countFailure({ db, clock }: Context, key: string): Promise<number | null> {
  const now = clock.now().getTime()
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(authRateLimits)
      .values({ id: randomUUID(), key, count: 0, lastRequest: now })
      .onConflictDoNothing()
      .returning({ id: authRateLimits.id })
    if (made) return 0
    const [row] = await tx.select().from(authRateLimits).where(eq(authRateLimits.key, key)).for('update')
    if (!row) return null
    const isOver = row.lastRequest <= now - FAILURE_WINDOW_MS
    const change = isOver ? { count: 0, lastRequest: now } : { count: sql`${authRateLimits.count} + 1` }
    await tx.update(authRateLimits).set(change).where(eq(authRateLimits.key, key))
    return isOver ? row.count : null
  })
}

async function record(
  { db, clock }: Context,
  person: AccountPerson,
  action: AuditAction,
  actor: Actor,
  after?: Facts,
): Promise<void> {
  const own = await db
    .select({ organizationId: members.organizationId })
    .from(members)
    .where(eq(members.userId, person.id))
    .orderBy(asc(members.organizationId))
  for (const { organizationId } of own) {
    await db.transaction((tx) =>
      recordAudit(tx, {
        organizationId,
        at: clock.now(),
        action,
        actor,
        target: { kind: 'user', id: person.id },
        ...(after && { after }),
      }),
    )
  }
}
