/** When a key may be replaced, and how long it lives beside its successor. */
import { isLive, keyStatus, type KeyDates } from './key-status.js'

const HOUR_MS = 3_600_000

export const DEFAULT_OVERLAP_HOURS = 24
export const MAX_OVERLAP_HOURS = 168

/**
 * Why a key cannot be rotated: it is expired or revoked, or a rotation of it or of its predecessor still
 * runs.
 */
export type RotationRefusal = 'key_not_active' | 'rotation_in_progress'

/** What a rotation is decided from: the key, and the key that it replaced itself, if any. */
export interface RotationFacts {
  readonly key: KeyDates & { readonly replacedById: string | null }
  readonly predecessor: KeyDates | null
}

/**
 * Null: the key may be rotated. A key has at most one successor and at most one live predecessor; otherwise
 * rotation would be a way round the plan's limit.
 */
export function rotationRefusal({ key, predecessor }: RotationFacts, now: Date): RotationRefusal | null {
  if (!isLive(key, now)) return 'key_not_active'
  if (key.replacedById !== null || key.revokesAt !== null) return 'rotation_in_progress'
  return predecessor !== null && isLive(predecessor, now) ? 'rotation_in_progress' : null
}

/** When a key replaced at `now` ends: after the overlap, or at its own expiry where that comes first. */
export function overlapEnd(key: KeyDates, overlapHours: number, now: Date): Date {
  if (!(overlapHours >= 0 && overlapHours <= MAX_OVERLAP_HOURS)) {
    throw new TypeError(`overlapHours is ${overlapHours}: give 0 to ${MAX_OVERLAP_HOURS}`)
  }
  return notPastExpiry(key, new Date(now.getTime() + overlapHours * HOUR_MS))
}

/**
 * The new end of an overlap, or why there is none: no overlap runs, or the end lies past the expiry of the
 * key.
 */
export type OverlapChange =
  | { readonly ok: true; readonly revokesAt: Date }
  | { readonly ok: false; readonly reason: 'key_not_rotating' | 'past_expiry' }

/** Moves the end of a running overlap. A moment that has passed already ends it now. */
export function changeOverlap(key: KeyDates, revokesAt: Date, now: Date): OverlapChange {
  if (keyStatus(key, now) !== 'rotating') return { ok: false, reason: 'key_not_rotating' }
  if (notPastExpiry(key, revokesAt) !== revokesAt) return { ok: false, reason: 'past_expiry' }
  return { ok: true, revokesAt: revokesAt < now ? now : revokesAt }
}

function notPastExpiry({ expiresAt }: KeyDates, instant: Date): Date {
  return expiresAt !== null && expiresAt < instant ? expiresAt : instant
}
