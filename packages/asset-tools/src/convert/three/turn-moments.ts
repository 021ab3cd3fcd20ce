/** The moments at which turns are sampled: glTF goes the short way between two keys, so that longer turns need more of them. */

/** Between two keys, a turn by more has no one way around. */
const MOST_DEGREES = 60
/** Turns that are longer than that are no turns. */
const MOST_STEPS = 600

/** All keys, and moments between those that are too far apart. */
export function turnMoments(
  times: readonly ArrayLike<number>[],
  degreesBetween: (from: number, to: number) => number,
): readonly number[] {
  const keys = [...new Set(times.flatMap((one) => Array.from(one)))].toSorted((one, other) => one - other)
  return keys.flatMap((key, index) => {
    const next = keys[index + 1]
    if (next === undefined) return [key]
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(degreesBetween(key, next) / MOST_DEGREES)))
    return Array.from({ length: steps }, (_, step) => key + ((next - key) * step) / steps)
  })
}
