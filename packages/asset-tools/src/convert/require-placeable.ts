/** How many parts a file places: parts that hold others twice may double with every level. */
import { AssetError } from '../asset-error.js'

/** Each is drawn by itself. */
export const MOST_PARTS = 20_000

/**
 * Circles are the reader's to refuse.
 * @param file its name, for the error
 * @param roots ids of what is placed first
 * @param partsOf ids of what a part places
 * @param own how many parts the file has: that many are placed without any doubling
 * @throws AssetError `too_large`
 */
export function requirePlaceable(
  file: string,
  roots: readonly string[],
  partsOf: (id: string) => readonly string[],
  own = 0,
): void {
  const counts = new Map<string, number>()
  const count = (id: string): number => {
    const known = counts.get(id)
    if (known !== undefined) return known
    counts.set(id, 0)
    const sum = sumOf(partsOf(id)) + 1
    counts.set(id, sum)
    return sum
  }
  const sumOf = (ids: readonly string[]): number => {
    let sum = 0
    for (const id of ids) {
      sum += count(id)
      if (sum > MOST_PARTS + own) throw tooManyParts(file)
    }
    return sum
  }
  sumOf(roots)
}

export const tooManyParts = (file: string) =>
  new AssetError({
    code: 'too_large',
    message: `“${file}” places its parts more than ${MOST_PARTS.toLocaleString('en')} times.`,
    hint: 'Merge parts that are repeated, and export it again.',
    files: [file],
  })
