/** Domains below which strangers make sites of their own, and how each names them. */
import { parse } from 'tldts'
import { formatDomainPattern, type DomainPattern, type LabelWildcard } from './domain-pattern.js'

/** Hosts of sites that strangers make, which the public suffix list leaves out. */
const UNLISTED = new Set([
  'codesandbox.io',
  'glitch.me',
  'shopifypreview.com',
  'squarespace.com',
  'stackblitz.io',
  'tumblr.com',
  'webcontainer.io',
  'weebly.com',
  'wordpress.com',
])

/**
 * Hosts whose own rule for names makes one end of the label the owner's. Netlify: `<branch or deploy>--<site>`, where
 * no site name may hold two hyphens in a row.
 */
const OWNER_AT_THE_END: ReadonlyMap<string, { readonly separator: string; readonly example: string }> =
  new Map([['netlify.app', { separator: '--', example: '*--your-site.netlify.app' }]])

/** Shorter literals are those that strangers meet by chance. */
const MIN_LITERAL_LENGTH = 3

export function isSharedHosting(host: string): boolean {
  return UNLISTED.has(host) || parse(host, { allowPrivateDomains: true }).publicSuffix === host
}

/**
 * Whether a `*` inside a label directly below shared hosting is held by enough of the owner's own name; null where it
 * is, else what to type.
 */
export function looseLabelAdvice(host: string, { before, after }: LabelWildcard): string | null {
  if (before.length >= MIN_LITERAL_LENGTH && after.length >= MIN_LITERAL_LENGTH) return null
  const rule = OWNER_AT_THE_END.get(host)
  if (rule === undefined) {
    return `at least ${MIN_LITERAL_LENGTH} characters of your own names on both sides, such as your-project-*-your-team.${host}`
  }
  if (after.startsWith(rule.separator) && after.length > rule.separator.length) return null
  return `the name of your site behind two hyphens, such as ${rule.example}`
}

/** What a wildcard on shared hosting lets in; null for any other entry. */
export function sharedHostingWarning(pattern: DomainPattern): string | null {
  const { host, wildcard } = pattern
  if (wildcard === null || !isSharedHosting(host)) return null
  const text = formatDomainPattern(pattern)
  if (wildcard === 'subdomains') {
    return `${text} allows every customer of ${host}, not only you: list your own host names.`
  }
  const parts = [
    ...(wildcard.before === '' ? [] : [`begins with ${wildcard.before}`]),
    ...(wildcard.after === '' ? [] : [`ends with ${wildcard.after}`]),
  ]
  return `${text} matches every name below ${host} that ${parts.join(' and ')}, whoever registers it: keep to names that only you can have.`
}
