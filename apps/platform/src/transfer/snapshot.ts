/** Everything a database holds at one instant, to be read table by table. */
import type { Readable } from 'node:stream'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import {
  listTables,
  quote,
  readFacts,
  readMigrationLevel,
  readSequences,
  type Sequence,
  type Table,
  type TableFacts,
} from './tables.js'

export interface Snapshot {
  readonly migrationLevel: number
  readonly tables: readonly (Table & TableFacts)[]
  readonly sequences: readonly Sequence[]
}

/** The rows of a table, in the text format of COPY. */
export type RowsOf = (table: Table) => Readable

/** While `use` runs the database may be written to: what it reads stays as it was. */
export async function readSnapshot<Result>(
  client: pg.Client,
  use: (snapshot: Snapshot, rowsOf: RowsOf) => Promise<Result>,
): Promise<Result> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const tables = await listTables(client)
    const known: (Table & TableFacts)[] = []
    for (const table of tables) known.push({ ...table, ...(await readFacts(client, table)) })
    const snapshot = {
      migrationLevel: await readMigrationLevel(client),
      tables: known,
      sequences: await readSequences(client, tables),
    }
    return await use(snapshot, ({ name, columns }) =>
      client.query(copyTo(`copy ${quote(name)} (${listOf(columns)}) to stdout`)),
    )
  } finally {
    await client.query('rollback')
  }
}

export const listOf = (columns: readonly string[]): string =>
  columns.map((column) => quote(column)).join(', ')
