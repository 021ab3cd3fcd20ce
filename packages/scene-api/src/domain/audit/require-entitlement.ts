/** Features of higher plans. */
import { ENTITLEMENTS, type Entitlement, hasEntitlement, PLANS } from '@vectreal/auth-core'
import type { OrganizationRow } from '../../db/lock-organization.js'
import { Problem } from '../../problem.js'

export function requireEntitlement({ plan }: OrganizationRow, entitlement: Entitlement): void {
  if (hasEntitlement(plan, entitlement)) return
  const plans = PLANS.filter((plan) => ENTITLEMENTS[plan].includes(entitlement))
  throw new Problem('entitlement_required', {
    detail: `The plan ${plan} does not include ${entitlement}; these do: ${plans.join(', ')}.`,
    entitlement,
    plan,
    plans,
  })
}
