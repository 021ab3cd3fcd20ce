/**
 * Lists of what happened, counted by place and reason: the latest group first, with a cursor that stays right as counts grow.
 * A page reads the latest row of each of its groups, which an index finds, and then sums those groups only.
 */
import { and, desc, eq, gte, inArray, lt, notExists, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn, AnyPgTable } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import { decodeCursor, toPage } from '../cursor.js'
import { type DayRange, endOf, startOf } from './day-range.js'

export interface Page<Item> {
  readonly items: Item[]
  readonly nextCursor: string | null
}

interface GroupColumns {
  readonly organizationId: AnyPgColumn
  /** The same for rows of one group. */
  readonly groupKey: AnyPgColumn
  readonly at: AnyPgColumn
  readonly id: AnyPgColumn
}

interface Listed {
  readonly columns: GroupColumns
  /** The same table once more, under another name. */
  readonly later: AnyPgTable
  readonly laterColumns: GroupColumns
  /** Turns the id of a cursor into one to compare with. */
  readonly idOf: (id: string) => SQL
}

interface Asked {
  readonly organizationId: string
  readonly range: DayRange
  readonly cursor: string | undefined
}

/** Which rows are the latest of their groups, in which order, from the cursor on. */
export function latestOfGroups(
  db: Database,
  { columns, later, laterColumns, idOf }: Listed,
  { organizationId, range, cursor }: Asked,
): { where: SQL | undefined; orderBy: SQL[] } {
  const after = decodeCursor(cursor)
  const position = ({ at, id }: GroupColumns) => sql`(${at}, ${id})`
  const isLater = and(
    eq(laterColumns.groupKey, columns.groupKey),
    within(laterColumns, organizationId, range),
    sql`${position(laterColumns)} > ${position(columns)}`,
  )
  return {
    where: and(
      within(columns, organizationId, range),
      after === null
        ? undefined
        : sql`${position(columns)} < (${after.at.toISOString()}::timestamptz, ${idOf(after.id)})`,
      notExists(db.select({ one: sql`1` }).from(later).where(isLater)),
    ),
    orderBy: [desc(columns.at), desc(columns.id)],
  }
}

/** All rows of some groups. */
export function rowsOfGroups(
  columns: GroupColumns,
  { organizationId, range }: Asked,
  groups: readonly string[],
): SQL | undefined {
  return and(within(columns, organizationId, range), inArray(columns.groupKey, [...groups]))
}

const within = ({ organizationId, at }: GroupColumns, organization: string, range: DayRange) =>
  and(eq(organizationId, organization), gte(at, startOf(range)), lt(at, endOf(range)))

interface LatestRow {
  readonly id: string | number
  readonly groupKey: string
  readonly lastSeenAt: Date
}

interface Sum {
  readonly groupKey: string
  readonly count: number
  readonly firstSeenAt: Date | null
}

type Counted<Row extends LatestRow> = Omit<Row, keyof LatestRow> & {
  count: number
  firstSeenAt: string
  lastSeenAt: string
}

/** `rows` holds one more than `limit` where there is a next page. */
export function toCountedPage<Row extends LatestRow, Item>(
  rows: readonly Row[],
  sums: readonly Sum[],
  limit: number,
  present: (row: Counted<Row>) => Item,
): Page<Item> {
  const sumOf = new Map(sums.map((sum) => [sum.groupKey, sum]))
  return toPage(
    rows,
    limit,
    ({ lastSeenAt, id }) => ({ at: lastSeenAt, id: String(id) }),
    (row) => {
      const { groupKey, lastSeenAt } = row
      // Rows that retention took since the page was read leave the latest one, which counts.
      const { count = 1, firstSeenAt } = sumOf.get(groupKey) ?? {}
      return present({
        ...withoutPlace(row),
        count,
        firstSeenAt: (firstSeenAt ?? lastSeenAt).toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
      })
    },
  )
}

function withoutPlace<Row extends LatestRow>(row: Row): Omit<Row, keyof LatestRow> {
  const { id: _, groupKey: __, lastSeenAt: ___, ...shown } = row
  return shown
}
