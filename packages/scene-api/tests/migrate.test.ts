import '@vectreal/test-kit/vitest-postgres'
import { createDatabase } from '@vectreal/test-kit'
import { getTableName } from 'drizzle-orm'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import * as schema from '../src/db/schema.js'
import { migrateDatabase } from '../src/index.js'

test('processes that migrate an empty database at once all end up with the schema', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)))
  await migrateDatabase(database.url)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  )
  const tables = Object.values(schema).map(getTableName)
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(tables))
  await client.end()
  await database.drop()
})
