/** Opaque positions in lists ordered by creation. */
import { invalidRequest } from '../problem.js'
import { isStorable } from '../storable-instant.js'

export interface Position {
  readonly at: Date
  readonly id: string
}

const encodeCursor = ({ at, id }: Position): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')

export function decodeCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const date = new Date(at)
  if (!isStorable(date) || !/^[\w-]{1,64}$/.test(id)) {
    throw notOfThisList()
  }
  return { at: date, id }
}

export const notOfThisList = () =>
  invalidRequest([{ path: 'cursor', message: 'is not a cursor of this list' }])

/** `rows` holds one more than `limit` where there is a further page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
  present: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last ? encodeCursor(positionOf(last)) : null,
  }
}
