/** How findings name things. */

export const nameKey = ({ name, preview }: { name: string; preview: string }): string =>
  `“${name}” (…${preview})`

export const nameDay = (instant: Date): string => instant.toISOString().slice(0, 10)

/** At most `shown` of them, then how many more. */
export function list(names: readonly string[], shown = 5): string {
  if (names.length > shown) return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
