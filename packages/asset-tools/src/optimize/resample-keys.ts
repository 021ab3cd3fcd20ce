/**
 * Drops keys that are said by the ones before and after them. What is dropped is compared with what is left, not with its
 * neighbours: in a slow clip each key is nearly what its neighbours say, and together they are the whole movement.
 */

type Interpolation = 'step' | 'lerp' | 'slerp'

/** Of how far a value goes in the whole track. */
const TOLERANCE = 1e-4
/** Of a value: what numbers of 32 bits cannot tell apart. */
const ROUNDING = 2 ** -22
/** A key that moves is left at least as often: each is compared with all that were dropped since the last one. */
const LONGEST_GAP = 32

/** The keys of one track. */
interface Track {
  readonly times: Float32Array
  readonly values: Float32Array
  /** Numbers of one value. */
  readonly size: number
  readonly interpolation: Interpolation
  /** How far off each number of a value may be. */
  readonly allowed: Float64Array
}

/**
 * As the `resample` of glTF Transform has it: `times` and `values` begin with what is left.
 * @returns how many keys are left
 */
export function resampleKeys(
  times: Float32Array,
  values: Float32Array,
  interpolation: Interpolation,
): number {
  if (times.length === 0) return 0
  const size = values.length / times.length
  const track = { times, values, size, interpolation, allowed: tolerancesOf(values, size) }
  const left = keysNeeded(track, withoutRuns(track))
  for (const [place, key] of left.entries()) {
    times[place] = times[key] ?? 0
    values.copyWithin(place * size, key * size, (key + 1) * size)
  }
  return left.length
}

function keysNeeded(track: Track, keys: readonly number[]): readonly number[] {
  const left = [0]
  let from = 0
  for (let at = 1; at < keys.length; at += 1) {
    const [before, key, after] = [keys[from], keys[at], keys[at + 1]] as [number, number, number | undefined]
    let isNeeded = after === undefined || at - from >= LONGEST_GAP
    for (let dropped = from + 1; dropped <= at && !isNeeded; dropped += 1)
      isNeeded = !isSaid(track, keys[dropped] ?? 0, before, after ?? 0)
    if (!isNeeded) continue
    left.push(key)
    from = at
  }
  return left
}

/** Whether two keys say what one between them says. */
function isSaid(track: Track, key: number, before: number, after: number): boolean {
  const { times, values, size, interpolation, allowed } = track
  const [from, at, to] = [times[before], times[key], times[after]] as [number, number, number]
  if (to <= from) return false
  let [ofBefore, ofAfter] =
    interpolation === 'step' ? [1, 0] : [1 - (at - from) / (to - from), (at - from) / (to - from)]
  if (interpolation === 'slerp') {
    // The shorter way around (glTF 2.0, appendix C.4).
    let cosine = 0
    for (let part = 0; part < size; part += 1)
      cosine += values[before * size + part]! * values[after * size + part]!
    const angle = Math.acos(Math.min(1, Math.abs(cosine)))
    const sine = Math.sin(angle)
    // Two that are nearly the same are mixed as any other numbers.
    if (angle > 1e-3)
      [ofBefore, ofAfter] = [Math.sin(ofBefore * angle) / sine, Math.sin(ofAfter * angle) / sine]
    if (cosine < 0) ofAfter = -ofAfter
  }
  for (let part = 0; part < size; part += 1) {
    const said = values[before * size + part]! * ofBefore + values[after * size + part]! * ofAfter
    if (!(Math.abs(said - values[key * size + part]!) <= allowed[part]!)) return false
  }
  return true
}

/** Keys without those between two of the same value: whatever the ends of such a run may be off by, they are off by less. */
function withoutRuns({ times, values, size }: Track): readonly number[] {
  const isSame = (one: number, other: number): boolean => {
    for (let part = 0; part < size; part += 1)
      if (values[one * size + part] !== values[other * size + part]) return false
    return true
  }
  const keys: number[] = []
  const last = times.length - 1
  for (let key = 0; key <= last; key += 1) {
    const isInside = key > 0 && key < last && isSame(key - 1, key) && isSame(key, key + 1)
    if (!isInside) keys.push(key)
  }
  return keys
}

function tolerancesOf(values: Float32Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, part) => {
    let [least, most] = [Infinity, -Infinity]
    for (let at = part; at < values.length; at += size) {
      least = Math.min(least, values[at]!)
      most = Math.max(most, values[at]!)
    }
    return (most - least) * TOLERANCE + Math.max(-least, most) * ROUNDING
  })
}
