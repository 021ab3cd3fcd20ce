/** `GET /api/account/factors`. */
import { asc, eq } from 'drizzle-orm'
import { passkeys } from '../../db/passkeys.js'
import { definePersonOperation } from '../../http/operation.js'
import { findConfirmMethods } from '../../people/confirm/confirm-methods.js'
import { type Factors, factorsSchema } from '../../schemas/account.js'

export const readFactors = definePersonOperation({
  id: 'readFactors',
  method: 'get',
  path: '/api/account/factors',
  tag: 'Account',
  summary: 'Read what you sign in with',
  success: { status: 200, description: 'Password, authenticator app and passkeys', schema: factorsSchema },
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
