/** What a person can prove to be that person with. */
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { passkeys } from '../../db/passkeys.js'
import { twoFactors } from '../../db/two-factors.js'
import { accounts } from '../../db/users.js'

type OwnMethod = 'password' | 'code' | 'passkey'
/** `company`: a fresh sign-in at the provider that opened the session. */
export type ConfirmMethod = OwnMethod | 'company'

export async function findConfirmMethods(db: Queryable, userId: string): Promise<OwnMethod[]> {
  const [password] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.userId, userId), isNotNull(accounts.password)))
    .limit(1)
  const [app] = await db
    .select({ id: twoFactors.id })
    .from(twoFactors)
    .where(and(eq(twoFactors.userId, userId), eq(twoFactors.verified, true)))
  const [passkey] = await db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .limit(1)
  return [
    ...(password ? (['password'] as const) : []),
    ...(app ? (['code'] as const) : []),
    ...(passkey ? (['passkey'] as const) : []),
  ]
}
