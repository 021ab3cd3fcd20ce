/** Keeps new keys to the longest life that their organization allows. */
import type { ExpiryDays } from '@vectreal/auth-core'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { invalidRequest } from '../../problem.js'

/** `days`: null means never. Throws 400 naming `expiresInDays`. */
export function requireLifetime(
  { maxKeyLifetimeDays: max }: Pick<OrganizationRow, 'maxKeyLifetimeDays'>,
  days: ExpiryDays | null,
): void {
  if (max === null || (days !== null && days <= max)) return
  const message = `must be at most ${max}: keys of this organization live no longer (Settings)`
  throw invalidRequest([{ path: 'expiresInDays', message }])
}
