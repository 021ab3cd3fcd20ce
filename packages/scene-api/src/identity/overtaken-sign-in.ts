/** A password that was changed while it was being checked lets nobody in. */
import { and, eq } from 'drizzle-orm'
import type { Database } from '../db/database.js'
import { accounts, sessions, users, verifications } from '../db/users.js'
import type { AuthCall } from './auth-call.js'

/**
 * Checking a password takes a while, and a change in between ends the sessions there are. The one that is only being
 * made is ended here: before it is handed out, the password must still be the one that it began with.
 */
export async function refuseOvertaken(
  db: Database,
  { route, body }: AuthCall,
  signIn: () => Promise<Response>,
): Promise<Response> {
  if (route !== '/sign-in/email' || typeof body?.email !== 'string') return signIn()
  const email = body.email.toLowerCase()
  const before = await findPassword(db, email)
  const response = await signIn()
  if (!response.ok || before === null) return response
  const now = await findPassword(db, email)
  if (now?.hash === before.hash) return response
  const { token } = (await response.json()) as { token?: string }
  if (token !== undefined) await db.delete(sessions).where(eq(sessions.token, token))
  await db.delete(verifications).where(eq(verifications.value, before.userId))
  return Response.json(
    { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' },
    { status: 401 },
  )
}

async function findPassword(db: Database, email: string) {
  const [row] = await db
    .select({ userId: users.id, hash: accounts.password })
    .from(users)
    .innerJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, 'credential')))
    .where(eq(users.email, email))
  return row ?? null
}
