const MAX_REMEMBERED = 2000
/** Longer than any origin. */
const MAX_CHARACTERS = 300

/** `compute`, a pure function of a short text, with its results kept: all day the same few sites ask. */
export function remembered<Result>(compute: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>()
  return (text) => {
    const known = results.get(text)
    if (known !== undefined) return known
    const result = compute(text)
    if (text.length <= MAX_CHARACTERS) {
      if (results.size >= MAX_REMEMBERED) results.clear()
      results.set(text, result)
    }
    return result
  }
}
