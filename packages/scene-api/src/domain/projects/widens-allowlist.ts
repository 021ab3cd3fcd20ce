/** Whether a change of an allowlist may let in a page that the one before kept out. */
import type { AllowlistSettings } from '@vectreal/auth-core'

/** Any new entry counts, also one that an old entry covers already. */
export function widensAllowlist(before: AllowlistSettings, after: AllowlistSettings): boolean {
  if (after.allowLocalhost && !before.allowLocalhost) return true
  const known = new Set(before.allowedDomains)
  return after.allowedDomains.some((entry) => !known.has(entry))
}
