import type { Finding } from '../../api/hygiene'

/** What a finding is called, after the name of what it is about, and why it matters; its message carries the evidence. */
export function findingText({ code }: Finding): { title: string; why: string } {
  const [title, why] = TEXT[code] ?? [code.replaceAll('_', ' '), '']
  return { title, why }
}

const TEXT: Readonly<Record<string, readonly [string, string]>> = {
  key_on_unrelated_sites: [
    'one key on unrelated sites',
    'When it leaks on one site, revoking it takes the other sites down too. One key for each site keeps them apart.',
  ],
  key_never_expires: [
    'never expires',
    'A key in a web page is public. Without an expiry, a copy of it works until somebody revokes it.',
  ],
  key_covers_all_projects: [
    'covers every project',
    'Anyone who copies it can load the published scenes of all of them.',
  ],
  key_scope_unused: [
    'covers projects it isn’t used for',
    'Anyone who copies the key can load the scenes of those projects too.',
  ],
  key_unused: ['unused for a long time', 'A key that isn’t needed is only a risk.'],
  key_ends_unused: [
    'will be revoked soon, because nothing uses it',
    'The organization revokes unused keys. If you still need this one, use it before that day.',
  ],
  key_expiring_without_successor: [
    'expires soon, with no replacement',
    'Its pages fail when it ends. Rotate now and both keys work during the overlap.',
  ],
  key_outlives_limit: [
    'has a longer lifetime than allowed',
    'The organization has set a maximum lifetime for keys, and this one exceeds it. Rotate it to comply.',
  ],
  key_without_project: [
    'has no project left',
    'Its projects were deleted. It’s refused everywhere and still counts towards your plan’s limit.',
  ],
  doubtful_domains: [
    'risky entries on the allowlist',
    'They let in more than your own sites, or let the key be intercepted.',
  ],
  localhost_in_production: [
    'localhost is allowed alongside production traffic',
    'Anyone can serve a page from their own localhost and show your scenes there.',
  ],
  wildcard_in_production: [
    'a wildcard is allowed alongside production traffic',
    'Every subdomain counts, forgotten and taken-over ones included.',
  ],
  empty_allowlist: ['no domain is allowed', 'No page outside localhost can show these scenes.'],
}
