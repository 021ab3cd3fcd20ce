/** How many parts a 3MF places: components of components may double with every level. */

/** Reads the text of its model; up to `most`, beyond which nobody has to count. Circles are the reader's to refuse. */
export function countParts(model: string, most: number): number {
  const objects = new Map<string, readonly string[]>()
  for (const [, id = '', body = ''] of model.matchAll(
    /<object\b[^>]*?\bid\s*=\s*["']([^"']*)["'](.*?)(?=<object\b|$)/gs,
  ))
    objects.set(id, idsOf('component', body))
  const counts = new Map<string, number>()
  const count = (id: string): number => {
    const known = counts.get(id)
    if (known !== undefined) return known
    counts.set(id, 0)
    let sum = 1
    for (const part of objects.get(id) ?? []) {
      sum += count(part)
      if (sum > most) break
    }
    counts.set(id, sum)
    return sum
  }
  let sum = 0
  for (const id of idsOf('item', model)) sum += count(id)
  return Math.min(sum, most + 1)
}

function idsOf(element: string, text: string): readonly string[] {
  const pattern = new RegExp(`<${element}\\b[^>]*?\\bobjectid\\s*=\\s*["']([^"']*)["']`, 'g')
  return [...text.matchAll(pattern)].map(([, id = '']) => id)
}
