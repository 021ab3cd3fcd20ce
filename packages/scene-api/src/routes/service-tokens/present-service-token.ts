/** A service token as the API shows it. */
import { keyStatus } from '@vectreal/auth-core'
import type { serviceTokens } from '../../db/service-tokens.js'
import { serviceTokenDates } from '../../domain/keys/service-token-dates.js'
import type { ServiceToken } from '../../schemas/service-tokens.js'

export function presentServiceToken(row: typeof serviceTokens.$inferSelect, now: Date): ServiceToken {
  const status = keyStatus(serviceTokenDates(row), now)
  const { id, organizationId, name, preview } = row
  return {
    id,
    organizationId,
    name,
    preview,
    status: status === 'revoked' || status === 'expired' ? status : 'active',
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdById, name: row.createdByName, email: row.createdByEmail },
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBy:
      row.revokedById === null
        ? null
        : { id: row.revokedById, name: row.revokedByName ?? '', email: row.revokedByEmail },
  }
}
