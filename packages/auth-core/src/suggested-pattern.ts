/** The allowlist entry that would have let an origin in. */
import { formatDomainPattern } from './domain-pattern.js'
import {
  isAppLocalhost,
  isAppScheme,
  isLocalhostOrigin,
  parseOrigin,
  serializeOrigin,
  type Origin,
} from './origin.js'

/**
 * Null where no entry may: localhost (it has its own switch) unless a released app has that origin, a host of one label, a
 * host in another than its standard spelling. It does not know public suffixes; `suggestAcceptedPattern` of the entry
 * `@vectreal/auth-core/normalize` does.
 */
export function suggestedPattern(text: string): string | null {
  const origin = parseOrigin(text)
  if (origin === null) return null
  const isApp = isAppScheme(origin.scheme) || isAppLocalhost(origin)
  if (!isApp && (isLocalhostOrigin(origin) || !isStandard(origin))) return null
  return formatDomainPattern({ ...origin, wildcard: null })
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
