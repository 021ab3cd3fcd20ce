/** What one allowlist entry lets in, in words, and what about it deserves a second look. */
import { parseDomainPattern } from '@vectreal/auth-core'
import { normalizeDomainPattern } from '@vectreal/auth-core/normalize'

export type PatternMark = 'wildcard' | 'shared' | 'http'

export interface PatternDescription {
  readonly matches: string
  readonly marks: readonly PatternMark[]
  readonly warnings: readonly string[]
}

export function describePattern(text: string): PatternDescription {
  const pattern = parseDomainPattern(text)
  if (pattern === null) return { matches: 'Nothing: this entry cannot be read.', marks: [], warnings: [] }
  const { scheme, host, wildcard, port } = pattern
  const standard = scheme === 'https' ? 443 : 80
  const where = port === '*' ? ' on any port' : port === standard ? '' : ` on port ${port}`
  const normalized = normalizeDomainPattern(text)
  const warnings = normalized.ok ? normalized.warnings : []
  return {
    matches: wildcard
      ? `Every subdomain of ${host}, at any depth, by ${scheme}${where}; not ${host} itself`
      : `Exactly ${scheme}://${host}${where}; no subdomain`,
    marks: [
      ...(wildcard ? (['wildcard'] as const) : []),
      ...(warnings.some(({ code }) => code === 'shared_hosting') ? (['shared'] as const) : []),
      ...(scheme === 'http' ? (['http'] as const) : []),
    ],
    warnings: warnings.map(({ message }) => message),
  }
}

/** Several entries at once: what people paste from a list, a mail or a configuration. */
export function splitEntries(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '')
}
