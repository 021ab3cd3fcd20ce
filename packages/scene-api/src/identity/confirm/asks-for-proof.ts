/** The routes of better-auth that ask for a recent proof. */
import type { AuthCall } from '../auth-call.js'
import type { AuthRoute } from '../auth-paths.js'

const CONFIRMED: ReadonlySet<AuthRoute> = new Set<AuthRoute>([
  // An invitation is a role given away.
  '/organization/invite-member',
  '/organization/update-member-role',
  '/organization/remove-member',
  '/organization/delete',
  '/two-factor/enable',
  '/two-factor/generate-backup-codes',
  '/two-factor/disable',
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
  '/passkey/delete-passkey',
])

export const asksForProof = ({ route }: AuthCall): boolean => CONFIRMED.has(route)
