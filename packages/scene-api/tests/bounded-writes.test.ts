/** What one tenant's changes may cost: how many, how large, and what each leaves behind. */
import type { Pool, QueryConfig } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUsageRecorder } from '../src/embed/usage-recorder.js'
import { addNode, createFixture, type Fixture, type TestNode } from './support/embed.js'
import {
  auditEntries,
  changeScene,
  createServiceToken,
  publishScene,
  readKey,
  rotateKey,
  type SceneChange,
  updateProject,
} from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let own: Fixture
let scenePath: string
beforeAll(async () => {
  platform = await startPlatform()
  own = await createFixture(platform)
  scenePath = `/api/organizations/${own.org}/scenes/${own.scene.id}`
})
afterAll(() => platform.close())

const audited = (action: string) => auditEntries(own.owner, own.org, { action, limit: 200 })
const change = (body: SceneChange) => changeScene(own.owner, own.org, own.scene.id, body)
async function rowOf(table: string, id: string): Promise<Record<string, unknown>> {
  const { rows } = await platform.app.context.pool.query(`select *, xmin::text from ${table} where id = $1`, [
    id,
  ])
  return rows[0]
}

describe('changes in a minute', () => {
  const LIMIT = 4
  let node: TestNode
  beforeAll(async () => {
    node = await addNode(platform, { writeLimitPerMinute: LIMIT })
  })
  afterAll(() => node.close())

  async function send({ credentials }: Pick<Person, 'credentials'>, path: string, method = 'PATCH') {
    const response = await fetch(node.url + path, {
      method,
      headers: { ...credentials, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: '{}' }),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }

  test('are bounded for a person and for the organization, and concern nobody else', async () => {
    const other = await createFixture(platform)
    const { org, owner } = own
    const { token } = await createServiceToken(owner, org)
    const members = [
      await platform.addMember(owner, org, 'member'),
      await platform.addMember(owner, org, 'member'),
    ]
    const program = platform.bearer(token)

    const first: number[] = []
    for (let i = 0; i < LIMIT; i += 1) first.push((await send(owner, scenePath)).status)
    expect(first).toEqual(Array.from({ length: LIMIT }, () => 200))
    const over = await send(owner, scenePath)
    expect(over.body).toMatchObject({ status: 429, code: 'rate_limited' })
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(over.headers.get('ratelimit')).toMatch(/^"management-writes";r=0;t=\d+$/)
    expect(over.headers.get('ratelimit-policy')).toBe(`"management-writes";q=${LIMIT};w=60`)

    // Reading goes on, and so do the others of the organization, up to its own limit.
    expect((await send(owner, scenePath, 'GET')).status).toBe(200)
    const rest: number[] = []
    for (const caller of [program, members[0], members[1]]) {
      for (let i = 0; i < LIMIT; i += 1) rest.push((await send(caller as Person, scenePath)).status)
    }
    expect(rest.filter((status) => status === 200)).toHaveLength(2 * LIMIT)
    expect(rest.slice(2 * LIMIT)).toEqual(Array.from({ length: LIMIT }, () => 429))

    // Taking access away is not among what colleagues can use up.
    const late = await platform.addMember(owner, org, 'member')
    expect((await send(late, scenePath)).status).toBe(429)
    expect((await send(late, `${scenePath}/unpublish`, 'POST')).status).toBe(200)
    await publishScene(own.owner, own.org, own.scene.id)

    const elsewhere = `/api/organizations/${other.org}/scenes/${other.scene.id}`
    expect((await send(other.owner, elsewhere)).status).toBe(200)
  })
})

describe('a change that changes nothing', () => {
  const expectUnchanged = async (table: string, id: string, action: string, run: () => Promise<unknown>) => {
    const before = [await rowOf(table, id), (await audited(action)).length]
    await run()
    expect([await rowOf(table, id), (await audited(action)).length]).toEqual(before)
  }

  test('of a scene', async () => {
    const settings = {
      exposure: 2,
      cameras: [{ name: 'Front', position: [0, 0, 1], target: [0, 0, 0] }],
    } satisfies SceneChange['settings']
    await change({ name: 'Shoe', settings, publicPoster: false })
    for (const body of [{}, { name: 'Shoe' }, { settings }, { settings: { variant: null } }]) {
      await expectUnchanged('scenes', own.scene.id, 'scene.updated', () => change(body))
    }
  })
  test('of a project', async () => {
    const { name, allowedDomains } = await own.owner.api.call(
      'GET /api/organizations/{org}/projects/{project}',
      { params: { org: own.org, project: own.project } },
    )
    await expectUnchanged('projects', own.project, 'project.allowlist_changed', () =>
      updateProject(own.owner, own.org, own.project, { name, allowedDomains }),
    )
  })
  test('of a key, and of its overlap', async () => {
    const params = { org: own.org, key: own.keyId }
    const { api } = own.owner
    await expectUnchanged('api_keys', own.keyId, 'api_key.updated', () =>
      api.call('PATCH /api/organizations/{org}/api-keys/{key}', { params, body: { name: 'Key' } }),
    )
    await rotateKey(own.owner, own.org, own.keyId)
    const { revokesAt } = await readKey(own.owner, own.org, own.keyId)
    await expectUnchanged('api_keys', own.keyId, 'api_key.overlap_changed', () =>
      api.call('POST /api/organizations/{org}/api-keys/{key}/overlap', {
        params,
        body: { revokesAt: revokesAt ?? '' },
      }),
    )
  })
  test('of a role', async () => {
    const member = await platform.addMember(own.owner, own.org, 'viewer')
    const list = await own.owner.get(`/api/auth/organization/list-members?organizationId=${own.org}`)
    const { id } = list.body.members.find(({ userId }: { userId: string }) => userId === member.userId)
    const role = { organizationId: own.org, memberId: id, role: 'viewer' }
    expect((await own.owner.post('/api/auth/organization/update-member-role', role)).status).toBe(200)
    expect(await audited('member.role_changed')).toEqual([])
  })
})

describe('the settings of a scene', () => {
  const hotspots = (length: number, text: string) =>
    Array.from({ length }, (_, index) => ({
      id: `h${index}`,
      label: 'Spot',
      description: text,
      position: [0, 0, 0] as const,
    }))

  test('have a largest size', async () => {
    await expect(change({ settings: { hotspots: hotspots(200, 'x'.repeat(2000)) } })).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      errors: [
        {
          path: 'settings',
          message: expect.stringMatching(/^must be at most 131072 bytes as JSON; these are \d+$/),
        },
      ],
    })
  })

  test('leave in the audit log what changed and no more', async () => {
    await change({ settings: { hotspots: hotspots(50, 'y'.repeat(1500)), exposure: 3 } })
    await change({ name: 'Boot' })
    await change({ settings: { exposure: 4 } })
    const [exposure, name, large] = await audited('scene.updated')
    expect(exposure).toMatchObject({
      before: { settings: { exposure: 3 } },
      after: { settings: { exposure: 4 } },
    })
    expect(JSON.stringify(exposure)).not.toContain('hotspots')
    expect([name?.before, name?.after]).toEqual([{ name: 'Shoe' }, { name: 'Boot' }])
    expect(large?.after).toMatchObject({
      settings: {
        exposure: 3,
        hotspots: { bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    })
  })

  test('cost the audit log less than 2 KiB a change, however large they are', async () => {
    const { pool } = platform.app.context
    const auditBytes = async () => {
      const { rows } = await pool.query(
        "select coalesce(sum(pg_column_size(before) + pg_column_size(after)), 0)::int as bytes from audit_log where action = 'scene.updated'",
      )
      return rows[0].bytes as number
    }
    const before = await auditBytes()
    const changes = 10
    for (let i = 0; i < changes; i += 1) {
      const text = Array.from({ length: 50 }, () => crypto.randomUUID()).join(' ')
      await change({ settings: { hotspots: hotspots(60, text) } })
    }
    expect((await auditBytes()) - before).toBeLessThan(changes * 2048)
  })
})

/** A use of its key on its scene, but for the origin. */
const useOf = ({ keyId, org, project, scene }: Fixture) =>
  ({ keyId, organizationId: org, projectId: project, sceneId: scene.id, client: 'browser' }) as const

test('a flush writes what came while an earlier one was under way', async () => {
  const { pool, clock } = platform.app.context
  const recorder = createUsageRecorder(pool, clock)
  const use = useOf(await createFixture(platform))
  const { keyId } = use
  recorder.recordLoad({ ...use, origin: 'https://first.example.com' })
  const first = recorder.flush()
  recorder.recordLoad({ ...use, origin: 'https://second.example.com' })
  await Promise.all([first, recorder.flush(), recorder.flush()])
  expect(recorder.pendingRows).toBe(0)
  const { rows } = await pool.query('select sum(loads)::int as loads from usage_buckets where key_id = $1', [
    keyId,
  ])
  expect(rows).toEqual([{ loads: 2 }])
})

test('a burst of origins is cut where many small ones would be', async () => {
  const { pool, clock } = platform.app.context
  const recorder = createUsageRecorder(pool, clock)
  const use = useOf(own)
  const { keyId, organizationId: org } = use
  recorder.recordLoad({ ...use, origin: 'https://busy.example.com' })
  recorder.recordLoad({ ...use, origin: 'https://busy.example.com' })
  for (let i = 0; i < 700; i += 1) {
    const origin = `https://a${i}.example.com`
    recorder.recordLoad({ ...use, origin })
    recorder.recordRefusal({ ...use, origin, code: 'domain_not_allowed', layer: 'domain' })
  }
  await recorder.flush()
  for (const table of ['usage_buckets', 'refusal_buckets']) {
    const amount = table === 'usage_buckets' ? 'loads' : 'count'
    const { rows } = await pool.query(
      `select count(distinct origin) filter (where origin <> '(other)')::int as origins, sum(${amount})::int as total,
         coalesce(sum(${amount}) filter (where origin = 'https://busy.example.com'), 0)::int as busy
       from ${table} where organization_id = $1 and (key_id = $2)`,
      [org, keyId],
    )
    expect(rows[0]).toEqual({
      origins: 500,
      total: table === 'usage_buckets' ? 702 : 700,
      busy: table === 'usage_buckets' ? 2 : 0,
    })
  }
  // What has its name keeps it; what comes after the cap has none.
  recorder.recordLoad({ ...use, origin: 'https://busy.example.com' })
  recorder.recordLoad({ ...use, origin: 'https://late.example.com' })
  await recorder.flush()
  const { rows } = await pool.query(
    "select origin, sum(loads)::int as loads from usage_buckets where key_id = $1 and origin in ('https://busy.example.com', 'https://late.example.com') group by 1",
    [keyId],
  )
  expect(rows).toEqual([{ origin: 'https://busy.example.com', loads: 3 }])
})

test('counts of one organization leave room for those of another, and none is lost while the database is away', async () => {
  const other = await createFixture(platform)
  const { pool, clock } = platform.app.context
  const database = { isAway: true }
  const unsteady = {
    query: (query: QueryConfig) =>
      database.isAway ? Promise.reject(new Error('database away')) : pool.query(query),
  } as unknown as Pool
  const recorder = createUsageRecorder(unsteady, clock)
  const use = ({ keyId, org, project, scene }: Fixture, origin: string) => ({
    keyId,
    organizationId: org,
    projectId: project,
    sceneId: scene.id,
    origin,
    client: 'browser' as const,
  })
  const greedy = await createFixture(platform)
  const turns = 3
  for (let turn = 0; turn < turns; turn += 1) {
    for (let i = 0; i < 8000; i += 1) {
      const loaded = use(greedy, `https://a${turn}-${i}.example.com`)
      recorder.recordLoad(loaded)
      // Ids that nobody has given out name no row.
      const refusal = { code: 'scene_not_found', layer: 'organization', projectId: null }
      recorder.recordRefusal({ ...loaded, ...refusal, sceneId: `guess-${turn}-${i}` })
    }
    for (let i = 0; i < 40; i += 1) recorder.recordLoad(use(other, `https://b${i}.example.com`))
    await expect(recorder.flush()).rejects.toThrow('database away')
  }
  expect(recorder.pendingRows).toBeLessThan(5000)

  database.isAway = false
  await recorder.flush()
  const sums = async (organization: string) => {
    const { rows } = await pool.query(
      `select count(distinct origin)::int as origins, sum(loads)::int as loads, sum(refusals)::int as refusals,
         (select sum(count)::int from refusal_buckets where organization_id = $1) as refused
       from usage_buckets where organization_id = $1`,
      [organization],
    )
    return rows[0]
  }
  expect(await sums(other.org)).toEqual({ origins: 40, loads: turns * 40, refusals: 0, refused: null })
  const all = turns * 8000
  expect(await sums(greedy.org)).toEqual({ origins: 500, loads: all, refusals: all, refused: all })
})
