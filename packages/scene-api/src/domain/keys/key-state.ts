/** The statuses of auth-core as conditions, for lists that the database narrows. A test holds both to the same rule. */
import { EXPIRING_DAYS } from '@vectreal/auth-core'
import { and, gt, isNotNull, isNull, lte, not, or, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { apiKeys } from '../../db/api-keys.js'
import type { KEY_STATES } from '../../schemas/api-keys.js'

const DAY_MS = 86_400_000

/** Of the table of keys, or of the same table under another name. */
type KeyDateColumns = Record<'expiresAt' | 'revokesAt' | 'revokedAt', AnyPgColumn>

/** Whether a key opens anything at that instant. */
export function isLiveAt({ expiresAt, revokesAt, revokedAt }: KeyDateColumns, now: Date): SQL | undefined {
  return and(
    isNull(revokedAt),
    or(isNull(revokesAt), gt(revokesAt, now)),
    or(isNull(expiresAt), gt(expiresAt, now)),
  )
}

export function isInState(state: (typeof KEY_STATES)[number], now: Date): SQL | undefined {
  const { expiresAt, revokesAt } = apiKeys
  const isLive = isLiveAt(apiKeys, now)
  if (state === 'live') return isLive
  if (state === 'ended') return isLive && not(isLive)
  const soon = new Date(now.getTime() + EXPIRING_DAYS * DAY_MS)
  return and(isLive, isNull(revokesAt), isNotNull(expiresAt), lte(expiresAt, soon))
}
