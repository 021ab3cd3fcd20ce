/** A recovery code of somebody who is signed in: it works once. */
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { and, eq } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { twoFactors } from '../../db/two-factors.js'
import type { SecretKey } from './spend-totp-step.js'

export async function spendRecoveryCode(
  db: Queryable,
  key: SecretKey,
  userId: string,
  code: string,
): Promise<boolean> {
  const [row] = await db.select().from(twoFactors).where(eq(twoFactors.userId, userId))
  if (!row) return false
  const codes = JSON.parse(await symmetricDecrypt({ key, data: row.backupCodes })) as string[]
  if (!codes.includes(code)) return false
  const left = codes.filter((other) => other !== code)
  const spent = await db
    .update(twoFactors)
    .set({ backupCodes: await symmetricEncrypt({ key, data: JSON.stringify(left) }) })
    // Two at once read the same list: one of them finds it changed.
    .where(and(eq(twoFactors.id, row.id), eq(twoFactors.backupCodes, row.backupCodes)))
    .returning({ id: twoFactors.id })
  return spent.length > 0
}
