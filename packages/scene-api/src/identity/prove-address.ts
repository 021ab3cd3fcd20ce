/**
 * Where there is mail, an address counts only once it is proved: by its link together with the password of the account,
 * or by a reset, which gives the account to whoever reads the mail. A link alone proves nothing for the account: somebody else
 * may have made it, and the owner of the address clicked.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { and, eq, gt, ne } from 'drizzle-orm'
import { z } from 'zod'
import type { Clock } from '../clock.js'
import type { Database } from '../db/database.js'
import { passkeys } from '../db/passkeys.js'
import { twoFactors } from '../db/two-factors.js'
import { accounts, users, verifications } from '../db/users.js'
import { endOtherSessions } from './end-other-sessions.js'

const LINK_MS = 86_400_000

interface Parts {
  readonly db: Database
  readonly clock: Clock
}

/** Keeps a hash of the token that it resolves to. */
export async function createAddressToken({ db, clock }: Parts, userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = clock.now()
  await db.insert(verifications).values({
    id: randomUUID(),
    identifier: identifierOf(token),
    value: userId,
    expiresAt: new Date(now.getTime() + LINK_MS),
    createdAt: now,
    updatedAt: now,
  })
  return token
}

/**
 * The account is from now on that of whoever read the mail. Where the address had never been proved, whatever else opened
 * the account may be a stranger's: passkeys, second factors and other ways to sign in go. `keptProvider`: what the mail has
 * just set anew; null: nothing stays.
 */
export async function claimAccount(
  db: Database,
  userId: string,
  keptProvider: 'credential' | null,
): Promise<void> {
  const [claimed] = await db
    .update(users)
    .set({ emailVerified: true, twoFactorEnabled: false })
    .where(and(eq(users.id, userId), eq(users.emailVerified, false)))
    .returning({ id: users.id })
  if (!claimed) return
  await db.delete(passkeys).where(eq(passkeys.userId, userId))
  await db.delete(twoFactors).where(eq(twoFactors.userId, userId))
  const others = keptProvider === null ? undefined : ne(accounts.providerId, keptProvider)
  await db.delete(accounts).where(and(eq(accounts.userId, userId), others))
}

const bodySchema = z.object({
  token: z.string().meta({ description: 'From the link in the mail' }),
  password: z.string().max(128).meta({ description: 'The password of the account' }),
})

/** `POST /verify-address`: proves the address and signs in. */
export function createAddressPlugin({ db, clock }: Parts) {
  const verifyAddress = createAuthEndpoint(
    '/verify-address',
    {
      method: 'POST',
      body: bodySchema,
      metadata: {
        openapi: {
          operationId: 'verifyAddress',
          description:
            'Prove the address of a new account with the link in the mail and the password, and sign in',
          responses: {
            200: {
              description: 'Signed in',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      token: { type: 'string' },
                      user: { type: 'object', $ref: '#/components/schemas/User' },
                    },
                    required: ['token', 'user'],
                  },
                },
              },
            },
          },
        },
      },
    },
    async (ctx) => {
      const { internalAdapter, password } = ctx.context
      const userId = await findOwner({ db, clock }, ctx.body.token)
      const user = userId === null ? null : await internalAdapter.findUserById(userId)
      const account = user && (await internalAdapter.findCredentialAccount(user.id))
      if (!user || !account?.password) {
        throw new APIError('BAD_REQUEST', {
          code: 'INVALID_TOKEN',
          message: 'This link was used already or has expired.',
        })
      }
      if (!(await password.verify({ hash: account.password, password: ctx.body.password }))) {
        throw new APIError('BAD_REQUEST', {
          code: 'INVALID_PASSWORD',
          message: 'This is not the password of the account.',
        })
      }
      await db.update(users).set({ emailVerified: true }).where(eq(users.id, user.id))
      await endOtherSessions(db, user.id, null)
      const session = await internalAdapter.createSession(user.id)
      await setSessionCookie(ctx, { session, user: { ...user, emailVerified: true } })
      return ctx.json({ token: session.token, user: { ...user, emailVerified: true } })
    },
  )
  return { id: 'address', endpoints: { verifyAddress } } satisfies BetterAuthPlugin
}

async function findOwner({ db, clock }: Parts, token: string): Promise<string | null> {
  const [row] = await db
    .select({ userId: verifications.value })
    .from(verifications)
    .where(and(eq(verifications.identifier, identifierOf(token)), gt(verifications.expiresAt, clock.now())))
    .for('update')
  return row?.userId ?? null
}

const identifierOf = (token: string): string =>
  createHash('sha256').update(`verify-address:${token}`).digest('base64url')
