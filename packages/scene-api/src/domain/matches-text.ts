/** The condition that some column holds a text, in any case; signs that mean something in patterns stand for themselves. */
import { ilike, or, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

/** Undefined without a text: everything matches. */
export function matchesText(text: string | undefined, ...columns: (AnyPgColumn | SQL)[]): SQL | undefined {
  if (text === undefined) return undefined
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(...columns.map((column) => ilike(column, pattern)))
}
