/** One request and what a store knows of its key and scene; every layer lets it through. */
import { generateApiKey } from '../src/api-key.js'
import type { AccessRecord } from '../src/decide-access.js'
import { resolveRequestOrigin } from '../src/request-origin.js'
import type { VerifyRequest } from '../src/verifier.js'

export const noon = new Date('2026-06-01T12:00:00Z')
export const token = generateApiKey()
const shop = resolveRequestOrigin({ origin: 'https://shop.example.com' })
export const request: VerifyRequest = {
  authorization: `Bearer ${token}`,
  origin: shop,
  sceneId: 'scene',
  client: '192.0.2.1',
}

export type Payload = { model: string }

export function recordOf(changes: Partial<AccessRecord<Payload>> = {}): AccessRecord<Payload> {
  return {
    key: {
      id: 'key',
      organizationId: 'organization',
      projectIds: ['project'],
      expiresAt: null,
      revokesAt: null,
      revokedAt: null,
    },
    scene: {
      id: 'scene',
      organizationId: 'organization',
      projectId: 'project',
      status: 'published',
      payload: { model: 'shoe' },
    },
    allowlist: { allowedDomains: ['shop.example.com'], allowLocalhost: true },
    ...changes,
  }
}
