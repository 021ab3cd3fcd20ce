/** The allowlist entry that would have let an origin in. */
import { formatDomainPattern } from './domain-pattern.js'
import { isLocalhost, parseOrigin, serializeOrigin } from './origin.js'

/**
 * Null where no entry may: localhost (it has its own switch), a host of one label, a host in another than its
 * standard spelling. It does not know public suffixes; `suggestAcceptedPattern` of the entry
 * `@vectreal/auth-core/normalize` does.
 */
export function suggestedPattern(text: string): string | null {
  const origin = parseOrigin(text)
  if (origin === null || isLocalhost(origin.host) || !isStandard(origin.host)) return null
  return formatDomainPattern({ ...origin, wildcard: false })

  function isStandard(host: string): boolean {
    if (host.endsWith('.') || !(host.includes('.') || host.startsWith('['))) return false
    try {
      return origin !== null && new URL(text).origin === serializeOrigin(origin)
    } catch {
      return false
    }
  }
}
