/** A list in another order. */

/** `by`: -1 one place up, 1 one place down; at either end nothing changes. */
export function moveItem<Item>(list: readonly Item[], index: number, by: -1 | 1): Item[] {
  const moved = [...list]
  const [item] = moved.splice(index, 1)
  if (item !== undefined) moved.splice(Math.max(index + by, 0), 0, item)
  return moved
}
