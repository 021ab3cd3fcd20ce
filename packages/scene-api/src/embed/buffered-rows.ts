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

export class BufferedRows<Row> {
  readonly #rows = new Map<string, Row>()
  readonly #owned = new Map<Owner, number>()

  constructor(private readonly limits: RowLimits) {}

  get size(): number {
    return this.#rows.size
  }
  find(name: string): Row | undefined {
    return this.#rows.get(name)
  }
  hasRoom(owner: Owner): boolean {
    const owned = this.#owned.get(owner) ?? 0
    const { total, perOwner, always } = this.limits
    return owned < always || (owned < perOwner && this.#rows.size < total)
  }
  /** Takes the row whether there is room or not. */
  add(owner: Owner, name: string, row: Row): Row {
    this.#rows.set(name, row)
    this.#owned.set(owner, (this.#owned.get(owner) ?? 0) + 1)
    return row
  }
  values(): IterableIterator<Row> {
    return this.#rows.values()
  }
}
