/** `GET /api/account/factors`. */
import { asc, eq } from 'drizzle-orm'
import * as contract from '../../contract/account.js'
import { route } from '../../mount/route.js'
import { passkeys } from '../../db/passkeys.js'
import { findConfirmMethods } from '../../identity/confirm/confirm-methods.js'
import { type Factors } from '../../schemas/account.js'

export const readFactors = route({
  operation: contract.readFactors,
  async handle({ context: { db }, auth, access: { session } }): Promise<Factors> {
    const methods = await findConfirmMethods(db, session.userId)
    const authenticatorApp = methods.includes('code')
    const rows = await db
      .select()
      .from(passkeys)
      .where(eq(passkeys.userId, session.userId))
      .orderBy(asc(passkeys.createdAt))
    return {
      password: methods.includes('password'),
      authenticatorApp,
      recoveryCodesLeft: authenticatorApp
        ? (await auth.api.viewBackupCodes({ body: { userId: session.userId } })).backupCodes.length
        : 0,
      passkeys: rows.map(({ id, name, createdAt }) => ({
        id,
        name,
        createdAt: createdAt?.toISOString() ?? null,
      })),
    }
  },
})
