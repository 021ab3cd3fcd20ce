/** One request that every layer lets through; tests change one fact of it. */
import { compileAllowlist } from '../src/allowlist.js'
import type { AccessFacts } from '../src/decide-access.js'

export const now = new Date('2026-06-01T12:00:00Z')
export const later = new Date('2026-07-01T12:00:00Z')
export const origin = { kind: 'origin', origin: 'https://shop.example.com', source: 'origin' } as const

export const key = {
  id: 'key',
  organizationId: 'organization',
  projectIds: ['another-project', 'project'],
  expiresAt: later,
  revokesAt: null,
  revokedAt: null,
}
export const scene = {
  id: 'scene',
  organizationId: 'organization',
  projectId: 'project',
  status: 'published',
  payload: { model: 'shoe' },
} as const
export const good: AccessFacts = {
  tokenFlaw: null,
  key,
  scene,
  allowlist: compileAllowlist({ allowedDomains: ['shop.example.com'], allowLocalhost: true }),
  origin,
  now,
}
