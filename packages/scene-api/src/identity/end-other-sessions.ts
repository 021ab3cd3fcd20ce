/** What a change of credentials ends: the sessions that the old ones made, remembered devices and one-time links. */
import { and, eq, ne } from 'drizzle-orm'
import type { Queryable } from '../db/database.js'
import { sessions, verifications } from '../db/users.js'

/** `keptSessionId`: of whoever makes the change. Null: every session ends. */
export async function endOtherSessions(
  db: Queryable,
  userId: string,
  keptSessionId: string | null,
): Promise<void> {
  const others = keptSessionId === null ? undefined : ne(sessions.id, keptSessionId)
  await db.delete(sessions).where(and(eq(sessions.userId, userId), others))
  // The library keeps the person's id as the value of all of them.
  await db.delete(verifications).where(eq(verifications.value, userId))
}
