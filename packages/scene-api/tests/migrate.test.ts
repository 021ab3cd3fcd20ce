import '@vectreal/test-kit/vitest-postgres'
import { createDatabase } from '@vectreal/test-kit'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { migrateDatabase } from '../src/index.js'

test('processes that migrate an empty database at once all end up with the schema', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)))
  await migrateDatabase(database.url)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::int as count from information_schema.tables where table_schema = 'public'",
  )
  expect(rows[0]?.count).toBe(29)
  await client.end()
  await database.drop()
})
