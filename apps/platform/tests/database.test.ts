/** The databases that people bring: roles, poolers, schemas, and a start that names what is wrong. */
import '@vectreal/test-kit/vitest-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateApiKey } from '@vectreal/auth-core'
import { createDatabase, freePort, type TestDatabase } from '@vectreal/test-kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { migrateAsOwner, prepareDatabase } from '../src/database/prepare-database.js'
import { hasPgBouncer, startPgBouncer, type TestPooler } from './support/pgbouncer.js'
import { type PlatformProcess, runPlatform } from './support/process.js'
import { useIt } from './support/use-it.js'

const SERVER = inject('postgresUrl')
const AUTH_SECRET = 'k3y-of-the-tests-0123456789-abcdefgh'
const OPERATOR_TOKEN = 'operator-token-of-the-tests-0123456789'
const RUNNING = 'Vectreal is running'

let folder: string
let database: TestDatabase
let running: PlatformProcess[] = []
const roles: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-database-'))
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  running = []
})
afterAll(async () => {
  for (const role of roles) await query(SERVER, `drop role if exists ${role}`)
  await rm(folder, { recursive: true, force: true })
})

async function query(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let result: pg.QueryResult | undefined
    for (const statement of statements) result = await client.query(statement)
    return result as pg.QueryResult
  } finally {
    await client.end()
  }
}

/** The database's URL under a role of this test; the name is unique on the server. */
function asRole(url: string, name: string, password = 'p/w@1'): string {
  const role = `${name}_${new URL(url).pathname.slice(1)}`
  roles.push(role)
  const other = new URL(url)
  other.username = role
  other.password = encodeURIComponent(password)
  return other.href
}
const roleOf = (url: string) => new URL(url).username

async function serve(env: Record<string, string>): Promise<{ platform: PlatformProcess; url: string }> {
  const port = await freePort()
  const platform = runPlatform('serve', {
    DATA_DIR: folder,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    AUTH_SECRET,
    OPERATOR_TOKEN,
    ...env,
  })
  running.push(platform)
  return { platform, url: `http://127.0.0.1:${port}` }
}

describe('roles', () => {
  beforeAll(async () => {
    database = await createDatabase(SERVER)
  })
  afterAll(() => database.drop())

  test('a server has a role of its own, which writes the audit log and cannot bend it', async () => {
    const serverUrl = asRole(database.url, 'server')
    const { platform, url } = await serve({ DATABASE_URL: serverUrl, DATABASE_OWNER_URL: database.url })
    await platform.printed(RUNNING)
    const organization = await useIt(url)
    expect(platform.output()).not.toContain('owns the audit log')

    const { rows } = await query(serverUrl, `select from audit_log where organization_id = '${organization}'`)
    expect(rows.length).toBeGreaterThan(0)
    for (const statement of [
      "update audit_log set action = 'x'",
      'delete from audit_log',
      'truncate audit_log',
      'alter table audit_log disable trigger all',
      'drop trigger audit_log_append_only on audit_log',
      'drop table audit_log',
      'create or replace function audit_log_refuse_change() returns trigger language plpgsql as $$ begin return old; end $$',
      'insert into audit_starts select organization_id, 9, null, now() from audit_log',
      "set session_replication_role to 'replica'",
      `set role ${roleOf(database.url)}`,
    ]) {
      await expect(query(serverUrl, statement)).rejects.toThrow(/permission denied|must be owner/)
    }
    // What it may ask to be removed is a year old.
    const [first, keep] = [
      `select min(sequence) from audit_log where organization_id = '${organization}'`,
      365,
    ]
    const forget = (days: number) =>
      query(
        serverUrl,
        `select audit_log_forget(json_build_object('organizationId', organization_id, 'sequence', sequence, 'hash', hash)::jsonb, ${days})
         from audit_log where organization_id = '${organization}' and sequence = (${first})`,
      )
    await expect(forget(keep)).rejects.toThrow(/cannot be removed/)
    await expect(forget(1)).rejects.toThrow(/kept for 365 days at least/)
    // A table in front of the real one does not deceive its trigger.
    await expect(
      query(
        serverUrl,
        'create temporary table audit_log (like public.audit_log)',
        `insert into public.audit_log select organization_id, 99, 'forged', at, action, actor_kind, actor_id, actor_name,
           actor_email, target_kind, target_id, before, after, address, request_id, repeat('0', 64), hash
         from public.audit_log where organization_id = '${organization}' limit 1`,
      ),
    ).rejects.toThrow(/does not continue the chain/)
  })

  test('the owner stays out of the server: migrate first, then serve with the role alone', async () => {
    const owned = await createDatabase(SERVER)
    const serverUrl = asRole(owned.url, 'lone')
    await query(SERVER, `create role ${roleOf(serverUrl)} login password 'p/w@1'`)
    const early = await serve({ DATABASE_URL: serverUrl })
    expect(await early.platform.ended).toBe(1)
    expect(early.platform.output()).toMatch(/could not be migrated: permission denied .* DATABASE_OWNER_URL/)
    const migrating = runPlatform('migrate', { DATABASE_URL: serverUrl, DATABASE_OWNER_URL: owned.url })
    running.push(migrating)
    expect([await migrating.ended, migrating.output()]).toEqual([
      0,
      expect.stringContaining('has the schema'),
    ])
    const { platform, url } = await serve({ DATABASE_URL: serverUrl })
    await platform.printed(RUNNING)
    await useIt(url)
    expect(platform.output()).not.toContain('owns the audit log')
    platform.child.kill('SIGKILL')
    await platform.ended
    await owned.drop()
  })

  test('with one role for everything the start says what is lost; a second role can follow', async () => {
    const single = await createDatabase(SERVER)
    const [warning, ...others] = (await prepareDatabase({ url: single.url, ownerUrl: null, notifyUrl: null }))
      .warnings
    expect(warning).toMatch(/The role "postgres" of DATABASE_URL owns the audit log.*DATABASE_OWNER_URL/)
    expect(others).toEqual([])
    const later = { url: asRole(single.url, 'later'), ownerUrl: single.url, notifyUrl: null }
    expect((await prepareDatabase(later)).warnings).toEqual([])
    await single.drop()
  })

  test('the same role twice is refused', async () => {
    await expect(migrateAsOwner(database.url, database.url)).rejects.toThrow(/name the same role/)
  })
})

describe('a start that cannot be names the cause', () => {
  beforeAll(async () => {
    database = await createDatabase(SERVER)
  })
  afterAll(() => database.drop())

  const prepare = (url: string) => prepareDatabase({ url, ownerUrl: null, notifyUrl: null })
  const expectRefusal = async (url: string, reason: RegExp) => {
    const error = await prepare(url).then(
      () => null,
      (cause: Error) => cause,
    )
    expect(error).toMatchObject({ name: 'StartupError', message: expect.stringMatching(reason) })
    expect(error?.message).not.toContain('hunter2')
  }
  const at = (change: (url: URL) => void) => {
    const url = new URL(database.url)
    change(url)
    return url.href
  }

  test.each<[string, (url: URL) => void, RegExp]>([
    [
      'a wrong password',
      (url) => (url.password = 'hunter2'),
      /password authentication failed.*password is another/,
    ],
    [
      'a missing database',
      (url) => (url.pathname = '/nowhere'),
      /"nowhere" does not exist.*Create the database/,
    ],
    ['a closed port', (url) => (url.port = '1'), /ECONNREFUSED.*Check that the server runs/],
    [
      'a host that is none',
      (url) => (url.hostname = 'nowhere.invalid'),
      /nowhere\.invalid.*Check the host name/,
    ],
    [
      'a certificate file that is missing',
      (url) => (url.search = '?sslmode=verify-full&sslrootcert=/nowhere.pem'),
      /\/nowhere\.pem.*sslrootcert, sslcert or sslkey must be there/,
    ],
    [
      'no TLS on the server',
      (url) => (url.search = '?sslmode=require'),
      /does not support SSL.*Take sslmode out/,
    ],
  ])('%s', async (_what, change, reason) => {
    await expectRefusal(at(change), reason)
  })

  test('a role without CREATE', async () => {
    const url = asRole(database.url, 'reader', 'hunter2')
    await query(SERVER, `create role ${roleOf(url)} login password 'hunter2'`)
    await expectRefusal(
      url,
      /permission denied for (?:database|schema).* grant it CREATE .* DATABASE_OWNER_URL/,
    )
  })

  test('a restore of the schema "public" alone', async () => {
    const restored = await createDatabase(SERVER)
    const urls = { url: restored.url, ownerUrl: null, notifyUrl: null }
    await prepareDatabase(urls)
    await query(restored.url, 'drop schema drizzle cascade')
    await expectRefusal(restored.url, /drizzle.*list of applied migrations, is not.*pg_dump -n public/)
    await restored.drop()
  })

  test('an encoding that cannot hold every name', async () => {
    await query(SERVER, "create database latin1 encoding 'LATIN1' locale 'C' template template0")
    await expectRefusal(
      at((url) => (url.pathname = '/latin1')),
      /encoding LATIN1.*ENCODING 'UTF8' TEMPLATE template0/,
    )
    await query(SERVER, 'drop database latin1')
  })
})

test('dates are read in one form, whatever the role or the database is set to', async () => {
  const german = await createDatabase(SERVER)
  await query(german.url, `alter database ${new URL(german.url).pathname.slice(1)} set datestyle to 'German'`)
  const { platform, url } = await serve({ DATABASE_URL: german.url })
  await platform.printed(RUNNING)
  expect(await useIt(url)).not.toBe('')
  platform.child.kill('SIGKILL')
  await platform.ended
  await german.drop()
})

test('a schema of its own, over TCP with ?schema=, leaves "public" empty', async () => {
  const shared = await createDatabase(SERVER)
  const serverUrl = `${asRole(shared.url, 'tenant')}?schema=Embeds%20of%20ours`
  const { platform, url } = await serve({
    DATABASE_URL: serverUrl,
    DATABASE_OWNER_URL: `${shared.url}?schema=Embeds%20of%20ours`,
  })
  await platform.printed(RUNNING)
  await useIt(url)
  const { rows } = await query(
    shared.url,
    `select schemaname, count(*)::int as count from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') group by 1`,
  )
  expect(rows).toEqual([{ schemaname: 'Embeds of ours', count: expect.any(Number) }])
  platform.child.kill('SIGKILL')
  await platform.ended
  await shared.drop()
})

test('a Unix socket is reached by its folder, with an empty host', async () => {
  const local = await createDatabase(SERVER)
  const { port, pathname } = new URL(local.url)
  const url = `postgres://postgres:postgres@${pathname}?host=/tmp&port=${port}`
  expect(await prepareDatabase({ url, ownerUrl: null, notifyUrl: null })).toMatchObject({
    pooling: 'session',
  })
  await local.drop()
})

describe.skipIf(!hasPgBouncer())(
  'through PgBouncer as Debian sets it (skipped without /usr/sbin/pgbouncer)',
  () => {
    let pooler: TestPooler
    afterEach(async () => {
      await pooler.stop()
      await database.drop()
    })

    test.each(['session', 'transaction'] as const)('in %s mode it works', async (mode) => {
      database = await createDatabase(SERVER)
      pooler = await startPgBouncer(SERVER, mode)
      const pooled = pooler.through(database.url)
      const { platform, url } = await serve({
        DATABASE_URL: pooled,
        KEY_CACHE_TTL_MS: '300',
        ...(mode === 'transaction' && { DATABASE_NOTIFY_URL: database.url }),
      })
      await platform.printed(RUNNING)
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      await useIt(url)
      await useIt(url)
      const metrics = await (
        await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${OPERATOR_TOKEN}` } })
      ).text()
      expect(metrics).toMatch(/^vectreal_embed_listening 1$/m)
      expect(metrics).toMatch(/^vectreal_embed_database_away 0$/m)
      // A lookup of a key that is none: the embed path's own pool.
      const refused = await fetch(`${url}/api/scenes/none`, {
        headers: { authorization: `Bearer ${generateApiKey()}`, origin: 'https://shop.example.com' },
      })
      expect(await refused.json()).toMatchObject({ code: 'unknown_key' })
      platform.child.kill('SIGKILL')
      await platform.ended
    })

    test('in transaction mode without a way past it, it says so and asks instead; with a schema it is refused', async () => {
      database = await createDatabase(SERVER)
      pooler = await startPgBouncer(SERVER, 'transaction')
      const url = pooler.through(database.url)
      const { pooling, warnings } = await prepareDatabase({ url, ownerUrl: null, notifyUrl: null })
      expect(pooling).toBe('transaction')
      expect(warnings).toContainEqual(expect.stringMatching(/transaction mode.*DATABASE_NOTIFY_URL/))
      await expect(
        prepareDatabase({ url: `${url}?schema=x`, ownerUrl: null, notifyUrl: null }),
      ).rejects.toThrow(/ALTER ROLE/)
      await expect(prepareDatabase({ url: database.url, ownerUrl: null, notifyUrl: url })).rejects.toThrow(
        /DATABASE_NOTIFY_URL leads to a pooler in transaction mode/,
      )
    })
  },
)
