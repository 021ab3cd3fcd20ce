/**
 * The oldest PostgreSQL that is supported, and what its own tools do to the database: copies for blue/green, dumps of the
 * data alone. Other tests run on the newest, or on the one of `TEST_POSTGRES_BIN`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createDatabase,
  findInstalledPostgres,
  freePort,
  startPostgres,
  type TestDatabase,
  type TestPostgres,
} from '@vectreal/test-kit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareDatabase } from '../src/database/prepare-database.js'
import { runPlatform } from './support/process.js'
import { useIt } from './support/use-it.js'

const OLDEST = 15
const programs = findInstalledPostgres(OLDEST)
const WAIT = { timeout: 20_000 }

describe.skipIf(programs === null)(
  `PostgreSQL ${OLDEST} (skipped without /usr/lib/postgresql/${OLDEST})`,
  () => {
    let server: TestPostgres
    let database: TestDatabase
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'vectreal-oldest-'))
      server = await startPostgres({ programs: programs ?? undefined, flags: ['-c', 'wal_level=logical'] })
      database = await createDatabase(server.url)
    })
    afterAll(async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    })

    const prepare = (url: string) => prepareDatabase({ url, ownerUrl: null, notifyUrl: null })
    async function query<Row extends object>(url: string, ...statements: string[]): Promise<Row[]> {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        let rows: Row[] = []
        for (const statement of statements) rows = (await client.query<Row>(statement)).rows
        return rows
      } finally {
        await client.end()
      }
    }
    const count = async (url: string, table: string) =>
      (await query<{ count: number }>(url, `select count(*)::int as count from ${table}`))[0]?.count

    /** A platform on the database, while people use it. */
    async function serveAndUse(url: string): Promise<void> {
      const port = await freePort()
      const platform = runPlatform('serve', {
        DATABASE_URL: url,
        DATA_DIR: folder,
        PORT: String(port),
        LOG_LEVEL: 'warn',
        AUTH_SECRET: 'k3y-of-the-tests-0123456789-abcdefgh',
      })
      try {
        await platform.printed('Vectreal is running')
        expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
        await useIt(`http://127.0.0.1:${port}`)
      } finally {
        platform.child.kill('SIGTERM')
        await platform.ended
      }
    }

    test('serves, and each table can be in a publication of all tables', async () => {
      await prepare(database.url)
      await query(database.url, 'create publication everything for all tables')
      await serveAndUse(database.url)
      const unidentified = await query(
        database.url,
        `select relname from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace)
           and relreplident = 'd' and not exists (select from pg_index where indrelid = pg_class.oid and indisprimary)`,
      )
      expect(unidentified).toEqual([])
    })

    test('is copied by logical replication, the audit log with it, and the copy serves', async () => {
      const copy = await createDatabase(server.url)
      await prepare(copy.url)
      // What the migrations themselves wrote is in both.
      await query(copy.url, 'truncate drizzle.__drizzle_migrations')
      const source = new URL(database.url)
      await query(database.url, "select pg_create_logical_replication_slot('everything', 'pgoutput')")
      await query(
        copy.url,
        `create subscription everything connection 'host=127.0.0.1 port=${source.port} user=postgres password=postgres dbname=${source.pathname.slice(1)}'
           publication everything with (create_slot = false, slot_name = 'everything')`,
      )
      await query(
        database.url,
        "update organizations set name = 'Renamed'",
        "insert into access_changes values (pg_current_xact_id(), 'scene', 'x')",
        'delete from access_changes',
      )
      const renamed = () => count(copy.url, "organizations where name = 'Renamed'")
      await expect.poll(renamed, WAIT).toBe(1)
      const entries = await count(database.url, 'audit_log')
      await expect.poll(() => count(copy.url, 'audit_log'), WAIT).toBe(entries)
      // Ended while a table is still copied, a subscription waits for the source to give up that table's slot.
      const unfinished = () => count(copy.url, "pg_subscription_rel where srsubstate <> 'r'")
      await expect.poll(unfinished, { timeout: 60_000 }).toBe(0)
      await query(
        copy.url,
        'alter subscription everything disable',
        'alter subscription everything set (slot_name = none)',
        'drop subscription everything',
        "select setval('refusal_buckets_id_seq', (select coalesce(max(id), 0) + 1 from refusal_buckets))",
        "select setval('webhook_deliveries_sequence_seq', (select coalesce(max(sequence), 0) + 1 from webhook_deliveries))",
      )
      await query(database.url, "select pg_drop_replication_slot('everything')")
      await serveAndUse(copy.url)
    })

    test('takes a dump of the data alone into a database that is migrated', async () => {
      const restored = await createDatabase(server.url)
      await prepare(restored.url)
      await query(
        database.url,
        `insert into usage_days (organization_id, day, origin, client, loads, refusals, last_seen_at)
           select id, current_date - 1, 'https://shop.example.com', 'browser', 5, 1, now() from organizations`,
      )
      const sums = (url: string) =>
        query(
          url,
          `select 'total', organization_id, day::text, loads, refusals from usage_totals
           union all select 'span', organization_id, first_day::text || days, loads, refusals from usage_spans order by 1, 2, 3`,
        )
      expect(await sums(database.url)).not.toEqual([])
      const dump = execFileSync(
        join(programs ?? '', 'pg_dump'),
        ['--data-only', '--exclude-schema=drizzle', database.url],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      )
      execFileSync(join(programs ?? '', 'psql'), ['-qv', 'ON_ERROR_STOP=1', restored.url], {
        input: dump,
        stdio: ['pipe', 'ignore', 'pipe'],
      })
      for (const table of ['users', 'organizations', 'audit_log']) {
        expect([table, await count(restored.url, table)]).toEqual([table, await count(database.url, table)])
      }
      expect(await sums(restored.url)).toEqual(await sums(database.url))
      await serveAndUse(restored.url)
    })
  },
)
