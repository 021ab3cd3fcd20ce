/** What one allowlist entry lets in, in words, and what about it deserves a second look. */
import { type DomainPattern, parseDomainPattern } from '@vectreal/auth-core'
import { exampleOrigins, normalizeDomainPattern } from '@vectreal/auth-core/normalize'

export type PatternMark = 'wildcard' | 'shared' | 'http' | 'app'

export interface PatternDescription {
  readonly matches: string
  readonly marks: readonly PatternMark[]
  readonly warnings: readonly string[]
  /** Origins on either side of it, for an entry that stands for more than one. */
  readonly examples: { readonly allowed: readonly string[]; readonly refused: readonly string[] }
}

const NO_EXAMPLES = { allowed: [], refused: [] }

export function describePattern(text: string): PatternDescription {
  const pattern = parseDomainPattern(text)
  if (pattern === null)
    return { matches: 'Nothing: this entry isn’t valid.', marks: [], warnings: [], examples: NO_EXAMPLES }
  const { wildcard } = pattern
  const normalized = normalizeDomainPattern(text)
  const warnings = normalized.ok ? normalized.warnings : []
  return {
    matches: matchesOf(pattern),
    marks: [
      ...(wildcard ? (['wildcard'] as const) : []),
      ...(warnings.some(({ code }) => code === 'shared_hosting') ? (['shared'] as const) : []),
      ...(warnings.some(({ code }) => code === 'native_app') ? (['app'] as const) : []),
      ...(warnings.some(({ code }) => code === 'insecure_scheme') ? (['http'] as const) : []),
    ],
    warnings: warnings.map(({ message }) => message),
    examples: wildcard === null ? NO_EXAMPLES : exampleOrigins(text),
  }
}

const STANDARD_PORTS: Readonly<Record<string, number>> = { https: 443, http: 80 }

function matchesOf({ scheme, host, wildcard, port }: DomainPattern): string {
  const isStandard = port === (STANDARD_PORTS[scheme] ?? port)
  const where = port === '*' ? ' on any port' : isStandard ? '' : ` on port ${port}`
  if (wildcard === null)
    return `Exactly ${scheme}://${host}${where}${host.includes('.') ? '; no subdomain' : ''}`
  if (wildcard === 'subdomains')
    return `Every subdomain of ${host}, at any depth, by ${scheme}${where}; not ${host} itself`
  const { before, after } = wildcard
  const parts = [before && `begins with ${before}`, after && `ends with ${after}`].filter(Boolean)
  return `Every name directly below ${host} that ${parts.join(' and ')}, by ${scheme}${where}`
}

/** Several entries at once: what people paste from a list, a mail or a configuration. */
export function splitEntries(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '')
}
