/** A change of credentials ends what the old ones made: other sessions, and every one-time link that is still unused. */
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import type { Database } from '../db/database.js'
import type { AuthRoute } from './auth-paths.js'
import { endOtherSessions } from './end-other-sessions.js'

/** What signed-in people change about how they sign in. The session that asked goes on. */
const CHANGES: readonly AuthRoute[] = ['/change-password']
/** Routes whose writes must all happen or none: a new password whose old sessions live on would be no change. */
export const CHANGES_CREDENTIALS: ReadonlySet<AuthRoute> = new Set([
  ...CHANGES,
  '/reset-password',
  '/verify-address',
  '/two-factor/disable',
  '/passkey/delete-passkey',
])

/** Calls `endOtherSessions` wherever the library lets a signed-in person change a credential. */
export function createCredentialsPlugin(
  db: Database,
  onChange: (email: string) => Promise<void>,
): BetterAuthPlugin {
  return {
    id: 'credentials',
    hooks: {
      after: [
        {
          matcher: ({ path }) => CHANGES.some((route) => route === path),
          handler: createAuthMiddleware(async ({ context }) => {
            const { session, newSession, returned } = context
            if (isAPIError(returned) || !session) return
            await endOtherSessions(db, session.user.id, (newSession ?? session).session.id)
            await onChange(session.user.email)
          }),
        },
      ],
    },
  }
}
