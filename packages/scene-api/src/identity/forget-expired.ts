/** Removes what has ended by itself: sessions, one-time links and counts. */
import { lt, or } from 'drizzle-orm'
import type { Context } from '../context.js'
import { sessions, verifications } from '../db/users.js'
import { forgetOldAttempts } from './limits/count-attempts.js'
import { oldestStart } from './session-end.js'

export async function forgetExpired({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  await db.delete(sessions).where(or(lt(sessions.expiresAt, now), lt(sessions.createdAt, oldestStart(now))))
  await db.delete(verifications).where(lt(verifications.expiresAt, now))
  await forgetOldAttempts({ db, clock })
}
