/** Notes when a session was last used, to the minute or so: a write on every request would cost too much. */
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { Context } from '../context.js'
import { sessions } from '../db/users.js'

const STEP_MS = 5 * 60_000

export async function noteUse(
  { db, clock, logger }: Context,
  { id, lastSeenAt }: { id: string; lastSeenAt?: Date | null | undefined },
): Promise<void> {
  const now = clock.now()
  const earlier = new Date(now.getTime() - STEP_MS)
  if (lastSeenAt && lastSeenAt >= earlier) return
  const stale = or(isNull(sessions.lastSeenAt), lt(sessions.lastSeenAt, earlier))
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, id), stale))
    .catch((error: unknown) => logger.warn({ err: error }, 'last use of a session not written'))
}
