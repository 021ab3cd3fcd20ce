/** Ends what people's identities at an organization's provider opened, and the links between the two. */
import { and, eq } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { accounts, sessions } from '../../db/users.js'

/** `userId`: of one person; without it, of all. The provider's id is the organization's. */
export async function forgetCompanyIdentity(
  db: Queryable,
  organizationId: string,
  userId?: string,
): Promise<void> {
  const theirAccounts = userId === undefined ? undefined : eq(accounts.userId, userId)
  await db.delete(accounts).where(and(eq(accounts.providerId, organizationId), theirAccounts))
  const theirSessions = userId === undefined ? undefined : eq(sessions.userId, userId)
  await db.delete(sessions).where(and(eq(sessions.companyId, organizationId), theirSessions))
}
