/** The management routes while the database is away, and after. */
import { createDatabase, startPostgres, type TestPostgres } from '@vectreal/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEmbedPool } from '../src/embed/embed-pool.js'
import { migrateDatabase } from '../src/index.js'
import { makeGlb } from './support/glb.js'
import { createDraft, createProject, createServiceToken } from './support/organization.js'
import {
  type ApiResponse,
  type Caller,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

const GLB = { 'content-type': 'model/gltf-binary' }

let postgres: TestPostgres
let platform: TestPlatform
let owner: Person
let program: Caller
let org: string
let project: string
let scene: string

beforeAll(async () => {
  postgres = await startPostgres()
  const { url: databaseUrl } = await createDatabase(postgres.url)
  await migrateDatabase(databaseUrl)
  platform = await startPlatform({ databaseUrl })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
  program = platform.bearer((await createServiceToken(owner, org)).token)
  project = await createProject(owner, org, { name: 'Shop' })
  scene = await createDraft(owner, org, project, { name: 'Chair' })
})
afterAll(async () => {
  await platform.close()
  await postgres.stop()
})

test('a connection that breaks between two statements of a transaction ends that transaction alone', async () => {
  const { pool } = platform.app.context
  const client = await pool.connect()
  await client.query('begin')
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const ended = new Promise((resolve) => client.once('end', resolve))
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await ended
  await expect(client.query('commit')).rejects.toThrow(/not queryable|terminat|closed/i)
  client.release(true)
  await owner.api.call('GET /api/organizations/{org}/projects', { params: { org } })
})

test('a response that came while the process was held up is no silence of the database; silence is', async () => {
  const { logger, pool: general } = platform.app.context
  const pool = createEmbedPool(general, logger, 'session')
  await pool.query('select 1')
  const query = pool.query('select 2 as two')
  await new Promise(setImmediate)
  const until = performance.now() + 2000
  while (performance.now() < until) continue
  expect((await query).rows).toEqual([{ two: 2 }])

  await expect(pool.query('select pg_sleep(60)')).rejects.toMatchObject({ name: 'QueryTimeoutError' })
  expect(pool.totalCount).toBe(0)
  expect((await pool.query('select $1::int as three', [3])).rows).toEqual([{ three: 3 }])
  await pool.end()
})

const path = (rest: string) => `/api/organizations/${org}${rest}`

const calls: readonly [string, status: number, () => Promise<ApiResponse>][] = [
  ['a list, in a session', 200, () => owner.get(path('/projects'))],
  ['a list, by a service token', 200, () => program.get(path('/projects'))],
  ['a new key', 201, () => owner.post(path('/api-keys'), { name: 'Web', projectIds: [project] })],
  [
    'a new project that may be asked for again',
    201,
    () => program.post(path('/projects'), { name: 'Next' }, { 'idempotency-key': 'next' }),
  ],
  ['an upload', 200, () => program.put(path(`/scenes/${scene}/model`), makeGlb(), GLB)],
  ['the audit log', 200, () => owner.get(path('/audit-log'))],
  ['an export of it', 200, () => owner.get(path('/audit-log/export'))],
  ['a plan, set by the operator', 200, () => setPlan()],
  ['the session', 200, () => owner.get('/api/auth/get-session')],
  ['the organizations', 200, () => owner.get('/api/auth/organization/list')],
  ['a sign-in', 200, () => signIn()],
]

const setPlan = () => platform.operator.put(`/api/operator/organizations/${org}/plan`, { plan: 'business' })
const signIn = () =>
  platform.nobody.post('/api/auth/sign-in/email', { email: owner.email, password: 'correct horse battery' })

test('says so and when to come again, changes nothing, and works again by itself', async () => {
  await postgres.halt()
  for (const [name, , call] of calls) {
    const { status, headers, body } = await call()
    expect({ name, status, ...body }).toMatchObject({ name, status: 503, code: 'temporarily_unavailable' })
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(JSON.stringify(body)).not.toMatch(/postgres|ECONNREFUSED|select /i)
  }
  expect((await platform.nobody.get('/healthz')).status).toBe(200)
  expect((await platform.nobody.get('/readyz')).status).toBe(503)

  await postgres.resume()
  const { items } = await owner.api.call('GET /api/organizations/{org}/api-keys', { params: { org } })
  expect(items).toEqual([])
  for (const [name, expected, call] of calls) {
    const { status, body } = await call()
    expect({ name, status, body }).toMatchObject({ name, status: expected })
  }
  expect((await platform.nobody.get('/readyz')).status).toBe(200)
})
