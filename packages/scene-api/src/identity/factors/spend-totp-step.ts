/** A code of an authenticator app works once (RFC 6238 §5.2), which the library leaves open. */
import { createOTP } from '@better-auth/utils/otp'
import { symmetricDecrypt } from 'better-auth/crypto'
import { and, eq, lt } from 'drizzle-orm'
import type { Queryable } from '../../db/database.js'
import { twoFactors } from '../../db/two-factors.js'

const STEP_MS = 30_000
/** Steps before and after the present one that still count: clocks of phones differ. */
const TOLERANCE = 1

export type SecretKey = Parameters<typeof symmetricDecrypt>[0]['key']

/** True once for each right code: false for a wrong one, and for one that was spent or is older than the last spent. */
export async function spendTotpStep(
  db: Queryable,
  key: SecretKey,
  userId: string,
  code: string,
): Promise<boolean> {
  const [row] = await db.select().from(twoFactors).where(eq(twoFactors.userId, userId))
  if (!row) return false
  const step = await findStep(await symmetricDecrypt({ key, data: row.secret }), code, Date.now())
  if (step === null) return false
  const spent = await db
    .update(twoFactors)
    .set({ lastStep: step })
    .where(and(eq(twoFactors.id, row.id), lt(twoFactors.lastStep, step)))
    .returning({ id: twoFactors.id })
  return spent.length > 0
}

async function findStep(secret: string, code: string, now: number): Promise<number | null> {
  const present = Math.floor(now / STEP_MS)
  const otp = createOTP(secret)
  for (let step = present - TOLERANCE; step <= present + TOLERANCE; step += 1) {
    if ((await otp.hotp(step)) === code) return step
  }
  return null
}
