/** Lists of what happened, counted by place and reason: the latest group first, with a cursor that stays right as counts grow. */
import { desc, max, min, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { decodeCursor, toPage } from '../http/cursor.js'

export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

interface Counted {
  readonly lastId: string | number | bigint | null
  readonly firstSeenAt: Date | null
  readonly lastSeenAt: Date | null
}

interface Columns {
  readonly firstAt: AnyPgColumn
  readonly lastAt: AnyPgColumn
  readonly id: AnyPgColumn
  /** Turns the id of a cursor into one to compare with. */
  readonly idOf: (id: string) => SQL
}

/** The columns every group has, and the order and place in it. */
export function countGroups({ firstAt, lastAt, id, idOf }: Columns, cursor: string | undefined) {
  const after = decodeCursor(cursor)
  const lastSeenAt = max(lastAt) as SQL<Date | null>
  const lastId = max(id) as SQL<string | number | null>
  return {
    columns: { firstSeenAt: min(firstAt) as SQL<Date | null>, lastSeenAt, lastId },
    having:
      after === null
        ? undefined
        : sql`(${lastSeenAt}, ${lastId}) < (${after.at.toISOString()}::timestamptz, ${idOf(after.id)})`,
    order: [desc(lastSeenAt), desc(lastId)],
  }
}

/** `rows` holds one more than `limit` where there is a next page. */
export function toCountedPage<Row extends Counted, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Shown<Row>) => Item,
): Page<Item> {
  return toPage(
    rows,
    limit,
    ({ lastSeenAt, lastId }) => ({ at: lastSeenAt ?? new Date(0), id: String(lastId ?? '') }),
    (row) => present(withoutId(row)),
  )
}

type Shown<Row> = Omit<Row, keyof Counted> & { firstSeenAt: string; lastSeenAt: string }

function withoutId<Row extends Counted>(row: Row): Shown<Row> {
  const { lastId: _, firstSeenAt, lastSeenAt, ...shown } = row
  return { ...shown, firstSeenAt: isoOf(firstSeenAt), lastSeenAt: isoOf(lastSeenAt) }
}

/** Groups are never empty; the type of an aggregate does not know that. */
const isoOf = (instant: Date | null): string => (instant ?? new Date(0)).toISOString()
