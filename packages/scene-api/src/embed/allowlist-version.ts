/** Names one state of an allowlist, for page tokens whose embedder is not known. */
import { createHash } from 'node:crypto'
import type { AllowlistSettings } from '@vectreal/auth-core'

export type VersionedAllowlist = AllowlistSettings & { readonly version: string }

export function versionAllowlist({
  allowedDomains,
  allowLocalhost,
}: Pick<AllowlistSettings, 'allowedDomains' | 'allowLocalhost'>): VersionedAllowlist {
  const content = JSON.stringify([allowLocalhost, ...allowedDomains])
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 22)
  return { allowedDomains, allowLocalhost, version }
}
