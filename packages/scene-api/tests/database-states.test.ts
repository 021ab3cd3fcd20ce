/** A database that reads and does not write, is full, or is busy with somebody else's transaction. */
import { createDatabase, startPostgres, type TestPostgres } from '@vectreal/test-kit'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrateDatabase } from '../src/index.js'
import { addNode, createFixture, type Fixture, keyed, raw } from './support/embed.js'
import { type ApiResponse, PASSWORD, startPlatform, type TestPlatform } from './support/platform.js'

let postgres: TestPostgres
let platform: TestPlatform
let own: Fixture
let databaseUrl: string
let administrator: pg.Client

beforeAll(async () => {
  postgres = await startPostgres({ flags: ['-c', 'deadlock_timeout=50ms'] })
  databaseUrl = (await createDatabase(postgres.url)).url
  await migrateDatabase(databaseUrl)
  platform = await startPlatform({ databaseUrl, authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
  administrator = new pg.Client({ connectionString: databaseUrl })
  await administrator.connect()
})
afterAll(async () => {
  await administrator.end()
  await platform.close()
  await postgres.stop()
})

const path = (rest: string) => `/api/organizations/${own.org}${rest}`
const rename = (name: string) => own.owner.patch(path(`/projects/${own.project}`), { name })
const readProject = () =>
  own.owner.api.call('GET /api/organizations/{org}/projects/{project}', {
    params: { org: own.org, project: own.project },
  })
const embed = () => raw(`${platform.url}/api/scenes/${own.scene.id}`, { headers: keyed(own.token) })
/** A result of the check stands for a second. */
const expectReadiness = (status: number) =>
  expect
    .poll(async () => (await platform.nobody.get('/readyz')).status, { timeout: 20_000, interval: 100 })
    .toBe(status)

function expectUnavailable({ status, headers, body }: ApiResponse) {
  expect([status, body.code]).toEqual([503, 'temporarily_unavailable'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
}

/** As PostgreSQL says that something is used up, wherever a table is written to. */
async function failWrites(table: string, sqlstate: string): Promise<void> {
  await administrator.query(`
    create or replace function fail_for_test() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = '${sqlstate}'; end $$;
    create or replace trigger fail_for_test before insert or update or delete on ${table}
      for each row execute function fail_for_test()`)
}
const healWrites = (table: string) => administrator.query(`drop trigger fail_for_test on ${table}`)

test('a read-only database: writes are refused for now, embeds go on, and the node is not ready', async () => {
  await administrator.query('alter system set default_transaction_read_only = on')
  await administrator.query('select pg_reload_conf()')
  await expectReadiness(503)
  expectUnavailable(await rename('Renamed'))
  expectUnavailable(await own.owner.post(path(`/api-keys/${own.keyId}/revoke`)))
  expectUnavailable(
    await platform.nobody.post('/api/auth/sign-in/email', {
      email: own.owner.email,
      password: 'correct horse battery',
    }),
  )
  expect((await embed()).status).toBe(200)

  await administrator.query('set default_transaction_read_only = off')
  await administrator.query('alter system reset default_transaction_read_only')
  await administrator.query('select pg_reload_conf()')
  await expectReadiness(200)
  expect((await rename('Renamed')).status).toBe(200)
})

describe('a state that passes', () => {
  test.each([
    ['the disk is full', '53100'],
    ['memory is used up', '53200'],
    ['a lock was not had in time', '55P03'],
    ['the statement was cancelled', '57014'],
    ['the system had an error', '58030'],
    ['a serialization failure stays', '40001'],
  ])('is 503 with Retry-After: %s', async (_what, sqlstate) => {
    await failWrites('projects', sqlstate)
    expectUnavailable(await rename('Never'))
    await healWrites('projects')
    expect((await readProject()).name).not.toBe('Never')
    expect((await embed()).status).toBe(200)
  })

  describe('is not passed off as another outcome by the sign-in library', () => {
    const signIn = async () => {
      const response = await platform.nobody.post('/api/auth/sign-in/email', {
        email: own.owner.email,
        password: PASSWORD,
      })
      return { caller: platform.withCookies(response), token: response.body.token as string }
    }

    test.each(['sign-out', 'revoke-sessions', 'revoke-session'])('%s', async (route) => {
      const { caller, token } = await signIn()
      await failWrites('sessions', '53100')
      expectUnavailable(await caller.post(`/api/auth/${route}`, route === 'revoke-session' ? { token } : {}))
      await healWrites('sessions')
      expect((await caller.get('/api/auth/get-session')).body.session).toBeTruthy()
      expect((await caller.post('/api/auth/sign-out', {})).status).toBe(200)
      expect((await caller.get('/api/auth/get-session')).body).toBeNull()
    })

    test('sign-up', async () => {
      const account = { name: 'Ann', email: 'ann@example.test', password: PASSWORD }
      await failWrites('users', '53100')
      expectUnavailable(await platform.nobody.post('/api/auth/sign-up/email', account))
      await healWrites('users')
      expect((await platform.nobody.post('/api/auth/sign-up/email', account)).status).toBe(200)
    })
  })

  test('is told by readiness where the disk is full', async () => {
    await failWrites('embed_failures', '53100')
    await expectReadiness(503)
    const { headers, body } = await platform.nobody.get('/readyz')
    expect([body.checks.database, Number(headers.get('retry-after'))]).toEqual(['unavailable', 2])
    await healWrites('embed_failures')
    await expectReadiness(200)
  })
})

test.each([
  ['whose password was changed', `password 'another'`],
  ['that may not log in any more', 'nologin'],
])('a role %s: all of it is 503 until it is let in again', async (_which, change) => {
  await administrator.query(`create role node superuser login password 'first'`)
  const url = new URL(databaseUrl)
  url.username = 'node'
  url.password = 'first'
  const node = await addNode(platform, { databaseUrl: url.href })
  const projects = () => fetch(`${node.url}${path('/projects')}`, { headers: own.owner.credentials })
  const scene = () => raw(`${node.url}/api/scenes/${own.scene.id}`, { headers: keyed(own.token) })
  const statuses = async () => [
    (await projects()).status,
    (await scene()).status,
    (await fetch(`${node.url}/readyz`)).status,
  ]
  const expectStatuses = (status: number) =>
    expect.poll(statuses, { timeout: 20_000, interval: 100 }).toEqual([status, status, status])
  await expectStatuses(200)

  await administrator.query(`alter role node ${change}`)
  await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
    'node',
  ])
  await expectStatuses(503)
  const { headers } = await projects()
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)

  await administrator.query(`alter role node login password 'first'`)
  await expectStatuses(200)
  await node.close()
  await administrator.query('drop role node')
})

describe('a transaction that another one is in the way of', () => {
  test('is run again after a deadlock', async () => {
    const { db } = platform.app.context
    const change = async (first: string, second: string, both: () => Promise<void>) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`update projects set name = name || '+' where id = ${first}`)
        await both()
        await tx.execute(sql`update projects set name = name || '+' where id = ${second}`)
      })
    let arrived = 0
    let go = () => {}
    const gate = new Promise<void>((resolve) => (go = resolve))
    const both = async () => {
      arrived += 1
      if (arrived === 2) go()
      await gate
    }
    await Promise.all([
      change(own.project, own.otherProject, both),
      change(own.otherProject, own.project, both),
    ])
    expect(arrived).toBeGreaterThan(2)
    const { rows } = await administrator.query('select name from projects where id = any($1)', [
      [own.project, own.otherProject],
    ])
    for (const { name } of rows) expect(name).toMatch(/[^+]\+\+$/)
  })

  test('is run again after a serialization failure', async () => {
    const { db } = platform.app.context
    let runs = 0
    await db.transaction(
      async (tx) => {
        runs += 1
        await tx.execute(sql`select name from projects where id = ${own.project}`)
        if (runs === 1)
          await administrator.query('update projects set name = $2 where id = $1', [own.project, 'Theirs'])
        await tx.execute(sql`update projects set name = name || ' and ours' where id = ${own.project}`)
      },
      { isolationLevel: 'serializable' },
    )
    expect(runs).toBe(2)
    expect(await readProject()).toMatchObject({ name: 'Theirs and ours' })
  })
})

describe('/metrics', () => {
  test('needs the token where the public address is not loopback, whoever asks', async () => {
    const node = await addNode(platform, { publicUrl: 'https://scenes.example.com' })
    const headers = { Authorization: platform.operator.credentials.authorization ?? '' }
    expect((await raw(`${node.url}/metrics`)).status).toBe(403)
    expect((await raw(`${node.url}/metrics`, { headers })).status).toBe(200)
    expect((await raw(`${platform.url}/metrics`)).status).toBe(200)
    expect(
      (await raw(`${platform.url}/metrics`, { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status,
    ).toBe(403)
    await node.close()
  })
})
