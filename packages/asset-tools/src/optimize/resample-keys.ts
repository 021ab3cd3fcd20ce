/**
 * Drops keys that are said by the ones before and after them. What is dropped is compared with what is left, not with its
 * neighbours: in a slow clip each key is nearly what its neighbours say, and together they are the whole movement.
 */

type Interpolation = 'step' | 'lerp' | 'slerp'

/** Of how far a value goes in the whole track. */
const TOLERANCE = 1e-4
/** Of a value: what numbers of 32 bits cannot tell apart. */
const ROUNDING = 2 ** -23
/** A key that moves is left at least as often: each is compared with all that were dropped since the last one. */
const LONGEST_GAP = 32

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
  const allowed = tolerancesOf(values, size)
  const valueAt = (key: number) => values.subarray(key * size, (key + 1) * size)
  const isSaid = (key: number, before: number, after: number): boolean => {
    const [from, at, to] = [before, key, after].map((one) => times[one] ?? 0) as [number, number, number]
    const share = to > from ? (at - from) / (to - from) : Number.NaN
    const said = BETWEEN[interpolation](valueAt(before), valueAt(after), share)
    return said.every((value, part) => Math.abs(value - (valueAt(key)[part] ?? 0)) <= (allowed[part] ?? 0))
  }

  const changes = withoutRuns(times.length, (one, other) => isSame(values, size, one, other))
  const left = [0]
  let from = 0
  for (let at = 1; at < changes.length; at += 1) {
    const [before, key, after] = [changes[from], changes[at], changes[at + 1]] as [
      number,
      number,
      number | undefined,
    ]
    let isNeeded = after === undefined || at - from >= LONGEST_GAP
    for (let dropped = from + 1; dropped <= at && !isNeeded; dropped += 1)
      isNeeded = !isSaid(changes[dropped] ?? 0, before, after ?? 0)
    if (!isNeeded) continue
    left.push(key)
    from = at
  }
  for (const [place, key] of left.entries()) {
    times[place] = times[key] ?? 0
    values.copyWithin(place * size, key * size, (key + 1) * size)
  }
  return left.length
}

/** Keys without those between two of the same value: whatever the ends of such a run may differ by, they differ by less. */
function withoutRuns(count: number, isSameAs: (one: number, other: number) => boolean): readonly number[] {
  const keys: number[] = []
  for (let key = 0; key < count; key += 1) {
    const isInside = key > 0 && key < count - 1 && isSameAs(key - 1, key) && isSameAs(key, key + 1)
    if (!isInside) keys.push(key)
  }
  return keys
}

function isSame(values: Float32Array, size: number, one: number, other: number): boolean {
  for (let part = 0; part < size; part += 1)
    if (values[one * size + part] !== values[other * size + part]) return false
  return true
}

function tolerancesOf(values: Float32Array, size: number): number[] {
  return Array.from({ length: size }, (_, part) => {
    let [least, most] = [Infinity, -Infinity]
    for (let at = part; at < values.length; at += size) {
      least = Math.min(least, values[at] ?? 0)
      most = Math.max(most, values[at] ?? 0)
    }
    return (most - least) * TOLERANCE + Math.max(-least, most) * ROUNDING
  })
}

type Between = (before: Float32Array, after: Float32Array, share: number) => number[]

const mix = (before: Float32Array, after: Float32Array, ofBefore: number, ofAfter: number): number[] =>
  Array.from(before, (value, part) => value * ofBefore + (after[part] ?? 0) * ofAfter)

const BETWEEN: Readonly<Record<Interpolation, Between>> = {
  step: (before) => [...before],
  lerp: (before, after, share) => mix(before, after, 1 - share, share),
  /** The shorter way around (glTF 2.0, appendix C.4). */
  slerp(before, after, share) {
    const cosine = before.reduce((sum, value, part) => sum + value * (after[part] ?? 0), 0)
    const sign = Math.sign(cosine) || 1
    const angle = Math.acos(Math.min(1, Math.abs(cosine)))
    // Two that are nearly the same are mixed as any other numbers.
    if (angle < 1e-3) return mix(before, after, 1 - share, sign * share)
    const sine = Math.sin(angle)
    return mix(before, after, Math.sin((1 - share) * angle) / sine, (sign * Math.sin(share * angle)) / sine)
  },
}
