/** How SIGN_UP and SIGN_UP_DOMAINS are written. The rule itself is scene-api's. */
import { parseMailDomain } from '@vectreal/scene-api'

export const SIGN_UP_MODES = ['open', 'invited', 'closed'] as const

export const SIGN_UP_DOMAINS_MUST =
  'must be mail domains separated by commas, such as example.com, example.org'

/** Each domain once, normalised. Null where an entry is none. */
export function parseSignUpDomains(text: string): readonly string[] | null {
  const domains = text
    .split(/[\s,;]+/)
    .filter((entry) => entry !== '')
    .map(parseMailDomain)
  const valid = domains.filter((domain) => domain !== null)
  return valid.length > 0 && valid.length === domains.length ? [...new Set(valid)] : null
}
