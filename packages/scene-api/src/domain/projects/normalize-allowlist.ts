/** Allowlist entries as typed to entries as stored, or a 400 that names each bad one. */
import { normalizeAllowedDomains } from '@vectreal/auth-core'
import { invalidRequest } from '../../problem.js'

export function normalizeAllowlist(entries: readonly string[]): string[] {
  const result = normalizeAllowedDomains(entries)
  if (result.ok) return result.patterns
  throw invalidRequest(
    result.errors.map(({ index, message, ...flaw }) => ({
      path: `allowedDomains.${index}`,
      message,
      ...flaw,
    })),
  )
}
