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
  { requireTwoFactor }: Pick<OrganizationRow, 'requireTwoFactor'>,
  session: SessionFacts,
): void {
  if (requireTwoFactor) requireSecondFactor(session)
}
