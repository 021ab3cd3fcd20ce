/** Notes on a session whether its person showed more than a password. */
import { and, eq, exists, or } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { passkeys } from '../../db/passkeys.js'
import { sessions, users } from '../../db/users.js'

export async function markSecondFactor(db: Database, sessionId: string): Promise<void> {
  await db.update(sessions).set({ secondFactor: true }).where(eq(sessions.id, sessionId))
}

/** After a factor was removed: a session counts only while its person has one left. */
export async function remarkSecondFactor(db: Database, userId: string): Promise<void> {
  const left = db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, userId),
        or(
          users.twoFactorEnabled,
          exists(db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId))),
        ),
      ),
    )
  const [person] = await left
  if (!person) await db.update(sessions).set({ secondFactor: false }).where(eq(sessions.userId, userId))
}
