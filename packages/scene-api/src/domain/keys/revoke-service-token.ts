/** Ends a service token. The first time and person stay. */
import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../../db/database.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { serviceTokens } from '../../db/service-tokens.js'
import { Problem } from '../../problem.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Revocation } from './revoke-keys.js'

/** One that is revoked already comes back as it is. Throws `not_found`. */
export async function revokeServiceTokenOnce(
  tx: Transaction,
  organizationId: string,
  tokenId: string,
  { by, at }: Revocation,
): Promise<typeof serviceTokens.$inferSelect> {
  const theToken = and(eq(serviceTokens.id, tokenId), eq(serviceTokens.organizationId, organizationId))
  await lockOrganization(tx, organizationId)
  const [revoked] = await tx
    .update(serviceTokens)
    .set({ revokedAt: at, revokedById: by.id, revokedByName: by.name, revokedByEmail: by.email })
    .where(and(theToken, isNull(serviceTokens.revokedAt)))
    .returning()
  if (revoked) {
    await recordAudit(tx, {
      organizationId,
      at,
      action: 'service_token.revoked',
      actor: by,
      target: { kind: 'service_token', id: revoked.id },
      before: { name: revoked.name, preview: revoked.preview },
      after: { revokedAt: at },
    })
    return revoked
  }
  const [row] = await tx.select().from(serviceTokens).where(theToken)
  if (!row) throw new Problem('not_found', { detail: 'The organization has no such service token.' })
  return row
}
