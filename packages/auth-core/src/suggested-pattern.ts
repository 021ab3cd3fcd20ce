/** The allowlist entry that would have let an origin in. */
import { formatDomainPattern } from './domain-pattern.js'
import { isLocalhost, parseOrigin, serializeOrigin, type Origin } from './origin.js'

/**
 * Null where no entry may: localhost (it has its own switch), a host of one label, a host in another than its
 * standard spelling. It does not know public suffixes; `suggestAcceptedPattern` of the entry
 * `@vectreal/auth-core/normalize` does.
 */
export function suggestedPattern(text: string): string | null {
  const origin = parseOrigin(text)
  if (origin === null || isLocalhost(origin.host) || !isStandard(origin)) return null
  return formatDomainPattern({ ...origin, wildcard: false })
}

/** Whether a browser would write the host so, and a list of allowed hosts may hold it. */
function isStandard(origin: Origin): boolean {
  const { host } = origin
  if (host.endsWith('.') || !(host.includes('.') || host.startsWith('['))) return false
  const text = serializeOrigin(origin)
  try {
    return new URL(text).origin === text
  } catch {
    return false
  }
}
