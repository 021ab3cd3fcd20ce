/**
 * Drops keys that are said by the ones before and after them. What is dropped is compared with what is left, not with its
 * neighbours: in a slow clip each key is nearly what its neighbours say, and together they are the whole movement.
 */

type Interpolation = 'step' | 'lerp' | 'slerp'

/** Of how far a value goes in the whole track. */
const TOLERANCE = 1e-4
/** Of a value: what numbers of 32 bits cannot tell apart. */
const ROUNDING = 2 ** -23
/** A key is left at least as often: each is compared with all that were dropped since the last one. */
const LONGEST_GAP = 256

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

  const last = times.length - 1
  const left = [0]
  for (let key = 1; key <= last; key += 1) {
    const before = left.at(-1) ?? 0
    let isNeeded = key === last || key - before >= LONGEST_GAP
    for (let dropped = before + 1; dropped <= key && !isNeeded; dropped += 1)
      isNeeded = !isSaid(dropped, before, key + 1)
    if (isNeeded) left.push(key)
  }
  for (const [place, key] of left.entries()) {
    times[place] = times[key] ?? 0
    values.copyWithin(place * size, key * size, (key + 1) * size)
  }
  return left.length
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
