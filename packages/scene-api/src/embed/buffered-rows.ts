/** Counts buffered in memory until they are written, so that one organization's many cannot push out another's few. */

export interface RowLimits {
  /** Of all together. */
  readonly total: number
  /** Of one owner. */
  readonly perOwner: number
  /** Of one owner, although all together are too many. */
  readonly always: number
}

/** Organizations; null is whatever belongs to none. */
export type Owner = string | null
/** What of an owner a row is about, such as a key; null: nothing of its own. */
type Part = string | null

export class BufferedRows<Row> {
  readonly #rows = new Map<string, Row>()
  readonly #owned = new Map<Owner, number>()
  readonly #parts = new Set<Part>()

  constructor(private readonly limits: RowLimits) {}

  get size(): number {
    return this.#rows.size
  }
  find(name: string): Row | undefined {
    return this.#rows.get(name)
  }
  hasRoom(owner: Owner, part: Part): boolean {
    const owned = this.#owned.get(owner) ?? 0
    const { total, perOwner, always } = this.limits
    // The first row of a part takes no more than the one that would stand for all of them.
    const isFirst = part !== null && !this.#parts.has(part)
    return isFirst || owned < always || (owned < perOwner && this.#rows.size < total)
  }
  /** Takes the row whether there is room or not. */
  add(owner: Owner, part: Part, name: string, row: Row): Row {
    this.#rows.set(name, row)
    this.#parts.add(part)
    this.#owned.set(owner, (this.#owned.get(owner) ?? 0) + 1)
    return row
  }
  values(): IterableIterator<Row> {
    return this.#rows.values()
  }
}
