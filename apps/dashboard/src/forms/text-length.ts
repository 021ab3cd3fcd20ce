/** Characters as people and the API count them: code points, so that one emoji is one. */
export function countCodePoints(text: string): number {
  let count = 0
  // oxlint-disable-next-line no-unused-vars -- iterating is what splits by code point
  for (const _ of text) count += 1
  return count
}
