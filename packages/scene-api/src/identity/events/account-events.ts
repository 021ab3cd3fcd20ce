/** Tells people and their organizations what happens to an account on the library's routes. */
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { and, eq, ne } from 'drizzle-orm'
import type { AuditAction } from '../../domain/audit/audit-event.js'
import type { Context } from '../../context.js'
import { sessions, users } from '../../db/users.js'
import { createGuessNotices } from '../limits/guess-notices.js'
import { requestFacts } from '../../domain/audit/request-facts.js'
import { newDevice, newFactor, removedFactor, tellPerson } from './account-mail.js'
import { describeDevice } from './describe-device.js'
import { findChallenged } from './find-challenged.js'
import { type AccountPerson, recordAccountEvent, recordFailedSignIn } from './record-account-event.js'

type Method = 'password' | 'code' | 'recovery_code' | 'passkey' | 'company'
const SIGN_IN: Readonly<Record<string, Method>> = {
  '/sign-in/email': 'password',
  '/two-factor/verify-totp': 'code',
  '/two-factor/verify-backup-code': 'recovery_code',
  '/passkey/verify-authentication': 'passkey',
  '/sso/callback/:providerId': 'company',
}
const APP = 'An authenticator app'
const PASSKEY = 'A passkey'
/** The library's, after ten wrong codes. */
const LOCKED = 'ACCOUNT_TEMPORARILY_LOCKED'

interface Change {
  readonly action: AuditAction
  readonly factor?: string
}
const CHANGES: Readonly<Record<string, Change>> = {
  '/two-factor/disable': { action: 'account.factor_removed', factor: APP },
  '/passkey/verify-registration': { action: 'account.factor_added', factor: PASSKEY },
  '/passkey/delete-passkey': { action: 'account.factor_removed', factor: PASSKEY },
  '/change-password': { action: 'account.password_changed' },
  '/revoke-session': { action: 'account.session_ended' },
  '/revoke-sessions': { action: 'account.session_ended' },
  '/revoke-other-sessions': { action: 'account.session_ended' },
}

export function createAccountEvents(context: Context) {
  const notices = createGuessNotices(context)
  return {
    id: 'account-events',
    hooks: {
      after: [
        {
          matcher: ({ path }) => path !== undefined && path in SIGN_IN,
          handler: createAuthMiddleware(async (ctx) => {
            const { returned, newSession, session } = ctx.context
            const method = SIGN_IN[ctx.path] as Method
            // What leads on to a page was no failure.
            if (isAPIError(returned) && returned.status !== 'FOUND') {
              const { email } = (ctx.body ?? {}) as { email?: unknown }
              if (typeof email === 'string') {
                const theirs = eq(users.email, email.toLowerCase())
                return inBackground(context, () => recordFailedSignIn(context, theirs, method))
              }
              const isSecondStep = session === null && (method === 'code' || method === 'recovery_code')
              const userId = isSecondStep ? await findChallenged(ctx) : null
              if (userId === null) return
              inBackground(context, () => recordFailedSignIn(context, eq(users.id, userId), method))
              if (returned.body?.code === LOCKED) notices.tellOfCodes(userId)
              return
            }
            if (!newSession) return
            // With a session, the code was the first one of a new app.
            if (session && method !== 'company')
              return changed(context, newSession.user, { action: 'account.factor_added', factor: APP })
            await signedIn(context, newSession.user, newSession.session, method)
          }),
        },
        {
          matcher: ({ path }) => path !== undefined && path in CHANGES,
          handler: createAuthMiddleware(async (ctx) => {
            const { returned, session } = ctx.context
            if (isAPIError(returned) || !session) return
            await changed(context, session.user, CHANGES[ctx.path] as Change)
          }),
        },
      ],
    },
  } satisfies BetterAuthPlugin
}

async function changed(context: Context, person: AccountPerson, { action, factor }: Change): Promise<void> {
  await recordAccountEvent(context, person, action, factor === undefined ? undefined : { factor })
  if (factor === undefined) return
  const mail = action === 'account.factor_added' ? newFactor(factor) : removedFactor(factor)
  tellPerson(context, person.email, mail)
}

async function signedIn(
  context: Context,
  person: AccountPerson,
  { id, userAgent }: { id: string; userAgent?: string | null | undefined },
  method: Method,
): Promise<void> {
  const device = describeDevice(userAgent ?? null)
  const known = await context.db
    .select({ userAgent: sessions.userAgent })
    .from(sessions)
    .where(and(eq(sessions.userId, person.id), ne(sessions.id, id)))
  await recordAccountEvent(context, person, 'account.signed_in', { method, device })
  if (known.some((other) => describeDevice(other.userAgent) === device)) return
  const address = requestFacts.getStore()?.address ?? null
  tellPerson(context, person.email, newDevice({ device, address }))
}

/** Known and unknown addresses get the same response, also in time: nobody waits for what only the known ones need. */
function inBackground({ logger }: Context, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => logger.warn({ err: error }, 'event of an account not recorded'))
}

/** For the library's own hook, which runs where nobody is signed in. */
export async function recordPasswordReset(context: Context, userId: string): Promise<void> {
  const [person] = await context.db.select().from(users).where(eq(users.id, userId))
  if (person) await recordAccountEvent(context, person, 'account.password_reset')
}
