/** The UTC days that a question is about. */
import { invalidRequest } from '../../problem.js'
import { nearestStorable } from '../../storable-instant.js'

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 30

export interface DayRange {
  /** `2026-11-24`; both are included. */
  readonly from: string
  readonly to: string
}

export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** `days` days that end today. */
export function lastDays(days: number, now: Date): DayRange {
  return { from: dayOf(nearestStorable(now.getTime() - (days - 1) * DAY_MS)), to: dayOf(now) }
}

interface GivenRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Unless given: the 30 days that end today, or at `to`. */
export function resolveRange(given: GivenRange, now: Date): DayRange {
  const to = given.to ?? dayOf(now)
  const from = given.from ?? lastDays(DEFAULT_DAYS, new Date(`${to}T00:00:00Z`)).from
  if (from > to) throw invalidRequest([{ path: 'from', message: 'must not be after to' }])
  return { from, to }
}

/** The first instant after the range. */
export const endOf = ({ to }: DayRange): Date => nearestStorable(Date.parse(`${to}T00:00:00Z`) + DAY_MS)
export const startOf = ({ from }: DayRange): Date => new Date(`${from}T00:00:00Z`)
