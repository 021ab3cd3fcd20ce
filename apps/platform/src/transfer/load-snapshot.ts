/** Puts a snapshot into an empty database: all of it, checked row by row, or nothing. */
import { pipeline } from 'node:stream/promises'
import { migrateDatabase } from '@vectreal/scene-api'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { StartupError } from '../startup-error.js'
import { withDatabase } from './connect.js'
import { listOf, type RowsOf, type Snapshot } from './snapshot.js'
import { listTables, quote, readFacts, readMigrationLevel } from './tables.js'

/** @param url of the owner of the tables */
export async function loadSnapshot(url: string, snapshot: Snapshot, rowsOf: RowsOf): Promise<void> {
  await migrateDatabase(url, { upTo: snapshot.migrationLevel })
  await withDatabase(url, async (client) => {
    await requireFitting(client, snapshot)
    await client.query('begin')
    try {
      await replaceRows(client, snapshot, rowsOf)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  })
}

async function requireFitting(client: pg.Client, { migrationLevel, tables }: Snapshot): Promise<void> {
  const level = await readMigrationLevel(client)
  if (level !== migrationLevel) {
    throw new StartupError(
      level > migrationLevel
        ? 'The database has a newer schema than the data: give an empty database.'
        : 'The data comes from a newer version of the platform: install that version or a later one.',
    )
  }
  const { rows } = await client.query<{ taken: boolean }>(
    'select exists (select from users) or exists (select from organizations) as taken',
  )
  if (rows[0]?.taken !== false) {
    throw new StartupError('The database is not empty, and nothing in it is replaced: give an empty one.')
  }
  const present = (await listTables(client)).map(({ name }) => name).join()
  if (present !== tables.map(({ name }) => name).join()) {
    throw new StartupError('The database has other tables than the data: give an empty database.')
  }
}

/** Without foreign keys and triggers, which were obeyed when the rows were written first; keys hold again at the end. */
async function replaceRows(client: pg.Client, snapshot: Snapshot, rowsOf: RowsOf): Promise<void> {
  const { tables, sequences } = snapshot
  const { rows: foreignKeys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  for (const { table, name } of foreignKeys)
    await client.query(`alter table ${table} drop constraint ${quote(name)}`)
  for (const { name } of tables) await client.query(`alter table ${quote(name)} disable trigger user`)
  await client.query(`truncate ${tables.map(({ name }) => quote(name)).join(', ')}`)
  for (const table of tables) {
    const into = client.query(copyFrom(`copy ${quote(table.name)} (${listOf(table.columns)}) from stdin`))
    await pipeline(rowsOf(table), into)
  }
  for (const { table, column, lastValue, isCalled } of sequences) {
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3, $4)', [
      quote(table),
      column,
      lastValue,
      isCalled,
    ])
  }
  await requireSame(client, snapshot)
  for (const { name } of tables) await client.query(`alter table ${quote(name)} enable trigger user`)
  for (const { table, name, definition } of foreignKeys) {
    await client.query(`alter table ${table} add constraint ${quote(name)} ${definition}`)
  }
}

async function requireSame(client: pg.Client, { tables }: Snapshot): Promise<void> {
  for (const table of tables) {
    const { rows, digest } = await readFacts(client, table)
    if (rows === table.rows && digest === table.digest) continue
    throw new StartupError(
      `Table ${table.name} did not arrive whole (${rows} rows of ${table.rows}). Nothing was changed.`,
    )
  }
}
