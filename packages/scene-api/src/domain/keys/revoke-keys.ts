/** Ends keys. Each is revoked once: the first time and person stay. */
import { keyStatus } from '@vectreal/auth-core'
import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import { apiKeys } from '../../db/api-keys.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { requireApiKeyRow } from './find-api-key.js'
import { requireSigningKeyRow } from './find-signing-key.js'
import type { ApiKeyRow } from './present-api-key.js'

export interface Revocation {
  readonly by: Actor
  readonly at: Date
  /** Why it ends by itself; absent where somebody has decided it. */
  readonly reason?: 'unused'
}

const FIND = { api_key: requireApiKeyRow, signing_key: requireSigningKeyRow } as const

/** A key that is revoked already, or whose overlap has run out, comes back as it is. */
export async function revokeOnce(
  tx: Transaction,
  organizationId: string,
  keyId: string,
  { by, at, reason }: Revocation,
  kind: keyof typeof FIND = 'api_key',
): Promise<ApiKeyRow> {
  await lockOrganization(tx, organizationId)
  const row = await FIND[kind](tx, organizationId, keyId)
  if (keyStatus(row, at) === 'revoked') return row
  const [revoked] = await tx
    .update(apiKeys)
    .set({
      revokedAt: at,
      revokedById: by.id,
      revokedByName: by.name,
      revokedByEmail: by.email,
      holdsExternalId: false,
    })
    .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    .returning()
  if (!revoked) return FIND[kind](tx, organizationId, keyId)
  await recordAudit(tx, {
    organizationId,
    at,
    action: `${kind}.revoked`,
    actor: by,
    target: { kind, id: keyId },
    before: { name: row.name, preview: row.preview, revokesAt: row.revokesAt },
    after: { revokedAt: at, ...(reason && { reason }) },
  })
  return revoked
}
