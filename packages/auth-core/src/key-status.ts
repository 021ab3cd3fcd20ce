/** Where a key stands in its life at one instant. */

const DAY_MS = 86_400_000

/** How long before its end a key counts as expiring: the lead time of the reminder. */
export const EXPIRING_DAYS = 14

/** Lifetimes a key may be given, in days; the other choice is none. */
export const EXPIRY_DAYS = [30, 60, 90] as const
/** A lifetime that a key may be given, in days of 24 hours. */
export type ExpiryDays = (typeof EXPIRY_DAYS)[number]
export const DEFAULT_EXPIRY_DAYS: ExpiryDays = 90

/**
 * Where a key stands. `active`, `expiring` (within `EXPIRING_DAYS`) and `rotating` (replaced, its overlap
 * runs) open scenes; `expired` and `revoked` never do again.
 */
export type KeyStatus = 'active' | 'expiring' | 'rotating' | 'expired' | 'revoked'

/** The dates a status is read from. `null`: has not happened and is not planned. */
export interface KeyDates {
  readonly expiresAt: Date | null
  readonly revokesAt: Date | null
  readonly revokedAt: Date | null
}

/** A key is dead *at* `expiresAt`, not after it. Revocation outranks expiry: it is what the owner did. */
export function keyStatus(key: KeyDates, now: Date): KeyStatus {
  if (key.revokedAt !== null || isReached(key.revokesAt, now)) return 'revoked'
  if (isReached(key.expiresAt, now)) return 'expired'
  if (key.revokesAt !== null) return 'rotating'
  return isReached(key.expiresAt, addDays(now, EXPIRING_DAYS)) ? 'expiring' : 'active'
}

/** Whether a key opens anything at that instant. */
export function isLive(key: KeyDates, now: Date): boolean {
  const status = keyStatus(key, now)
  return status !== 'revoked' && status !== 'expired'
}

/** When a key made at `createdAt` ends: n times 24 hours later, or never. */
export function expiryDate(createdAt: Date, days: ExpiryDays | null): Date | null {
  return days === null ? null : addDays(createdAt, days)
}

function addDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS)
}

function isReached(instant: Date | null, now: Date): boolean {
  return instant !== null && instant.getTime() <= now.getTime()
}
