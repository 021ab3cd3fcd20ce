/** Cuts a range of days into spans that are summed already, so that sums of a long one read few rows. */
import type { DayRange } from './day-range.js'

const DAY_MS = 86_400_000
/** Spans are counted from it on, as what writes them does (embed/usage-recorder.ts). */
const FIRST_MONDAY_MS = 4 * DAY_MS
const SIZES = [28, 7, 1] as const

/** Spans one after the other. */
export interface Piece {
  /** How long each of them is. */
  readonly days: (typeof SIZES)[number]
  /** The first day of the first one. */
  readonly from: string
  /** The first day of the last one. */
  readonly to: string
}

export interface SplitRange {
  readonly always: readonly Piece[]
  /** With `always` the whole range where nothing is counted after it: these may reach beyond its end. */
  readonly whileLast: readonly Piece[]
  /** With `always` the whole range where something is. */
  readonly unlessLast: readonly Piece[]
}

export function splitRange(range: DayRange): SplitRange {
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)]
  const exact = cover(from, to, SIZES)
  const open = cover(from, startOf(to, SIZES[0]) + (SIZES[0] - 1) * DAY_MS, SIZES)
    .filter((piece) => piece.from <= to)
    .map((piece) => ({ ...piece, to: Math.min(piece.to, startOf(to, piece.days)) }))
  return {
    always: exact.filter((piece) => open.some((other) => isSame(piece, other))).map(present),
    whileLast: open.filter((piece) => !exact.some((other) => isSame(piece, other))).map(present),
    unlessLast: exact.filter((piece) => !open.some((other) => isSame(piece, other))).map(present),
  }
}

interface Run {
  readonly days: Piece['days']
  readonly from: number
  readonly to: number
}

/** The longest spans that lie within, and shorter ones before and after them. */
function cover(from: number, to: number, [days, ...shorter]: readonly Piece['days'][]): Run[] {
  if (days === undefined || from > to) return []
  const length = days * DAY_MS
  const first = startOf(from + length - DAY_MS, days)
  const end = startOf(to + DAY_MS, days)
  if (first >= end) return cover(from, to, shorter)
  return [
    ...cover(from, first - DAY_MS, shorter),
    { days, from: first, to: end - length },
    ...cover(end, to, shorter),
  ]
}

/** The first day of the span that a day is in. */
function startOf(day: number, days: number): number {
  const length = days * DAY_MS
  return FIRST_MONDAY_MS + Math.floor((day - FIRST_MONDAY_MS) / length) * length
}

const isSame = (a: Run, b: Run): boolean => a.days === b.days && a.from === b.from && a.to === b.to

const present = ({ days, from, to }: Run): Piece => ({ days, from: textOf(from), to: textOf(to) })

const textOf = (day: number): string => new Date(day).toISOString().slice(0, 10)
