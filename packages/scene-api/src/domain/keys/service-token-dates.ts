/** The dates a service token's status is read from. */
import type { KeyDates } from '@vectreal/auth-core'
import type { serviceTokens } from '../../db/service-tokens.js'

type Row = Pick<typeof serviceTokens.$inferSelect, 'expiresAt' | 'revokedAt'>

/** It is never rotated, so it has no overlap that ends. */
export function serviceTokenDates({ expiresAt, revokedAt }: Row): KeyDates {
  return { expiresAt, revokesAt: null, revokedAt }
}
