/** What a person can prove to be that person with. */
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { accounts } from '../../db/users.js'

export type ConfirmMethod = 'password'

export async function findConfirmMethods(db: Queryable, userId: string): Promise<ConfirmMethod[]> {
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.userId, userId), isNotNull(accounts.password)))
    .limit(1)
  return account ? ['password'] : []
}
