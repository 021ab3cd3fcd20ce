/** Stops people whose session is not known to be theirs by more than a password. */
import type { OrganizationRow } from '../../db/lock-organization.js'
import type { SessionFacts } from '../access.js'
import { Problem } from '../../problem.js'

/** Throws 403 `second_factor_required`. Programs have no session and are not meant. */
export function requireSecondFactor(session: SessionFacts | undefined): void {
  if (session === undefined || session.hasSecondFactor) return
  throw new Problem('second_factor_required')
}

export function requireFactorOf(
  { id, requireTwoFactor }: Pick<OrganizationRow, 'id' | 'requireTwoFactor'>,
  session: SessionFacts,
): void {
  // How its people sign in at its own provider is the organization's to say there.
  if (requireTwoFactor && session.companyId !== id) requireSecondFactor(session)
}
