/**
 * Which sites the iframe page lets frame it. Anybody may ask for that page, so it names no more of the allowlist than
 * the site around it needs, and its header has to pass common proxies.
 */
import { compileAllowlist, type AllowlistSettings } from '@vectreal/auth-core'
import { LOCALHOST_HOSTS } from '@vectreal/scene-format'

/** Sources of `frame-ancestors`, or why there are none. */
export type FrameAncestors =
  | { readonly ok: true; readonly sources: readonly string[] }
  /** `nobody`: the allowlist is empty. `not_allowed`: the embedder is not on it. `unknown_embedder`: it has to be known, because the list is too long to be sent. */
  | { readonly ok: false; readonly reason: 'nobody' | 'not_allowed' | 'unknown_embedder' }

/** CSP has no words for an IPv6 address. */
const LOCALHOST = ['http', 'https'].flatMap((scheme) =>
  LOCALHOST_HOSTS.filter((host) => !host.startsWith('[')).map((host) => `${scheme}://${host}:*`),
)
/** The host-source of CSP: a wildcard is a whole label, the left-most one. */
const HOST_SOURCE = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?::(?:\d+|\*))?$/

/**
 * @param embedder the origin of the page around the iframe; null where its browser did not say
 * @param maxLength characters that the sources may have, spaces included
 */
export function resolveFrameAncestors(
  { allowedDomains, allowLocalhost }: Pick<AllowlistSettings, 'allowedDomains' | 'allowLocalhost'>,
  embedder: string | null,
  maxLength: number,
): FrameAncestors {
  if (allowedDomains.length === 0 && !allowLocalhost) return { ok: false, reason: 'nobody' }
  if (embedder !== null) {
    const match = compileAllowlist({ allowedDomains, allowLocalhost }).match(embedder)
    if (!match.allowed) return { ok: false, reason: 'not_allowed' }
    // Where CSP cannot say what the entry says, or for localhost, the embedder itself.
    const entry = toSource(match.matchedPattern) ?? toSource(embedder)
    return entry === null ? { ok: false, reason: 'not_allowed' } : { ok: true, sources: [entry] }
  }
  const entries = allowedDomains.map(toSource).filter((source) => source !== null)
  const sources = [...entries, ...(allowLocalhost ? LOCALHOST : [])]
  if (sources.length === 0) return { ok: false, reason: 'unknown_embedder' }
  return sources.join(' ').length <= maxLength
    ? { ok: true, sources }
    : { ok: false, reason: 'unknown_embedder' }
}

/** Null: CSP has no words for it, an IPv6 address for example. */
function toSource(pattern: string | null): string | null {
  if (pattern === null) return null
  const source = pattern.includes('://') ? pattern : `https://${pattern}`
  return HOST_SOURCE.test(source) ? source : null
}
