/** What a node is told to forget: every change that matters to it, whenever its transaction began, and no other. */
import { randomUUID } from 'node:crypto'
import pg, { type Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createChangeCleaner, createChangesSince } from '../src/embed/changes-since.js'
import type { DatabaseGuard } from '../src/embed/database-guard.js'
import { createScene, SITE } from './support/embed.js'
import { createKey, createProject } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let pool: Pool
let changesSince: ReturnType<typeof createChangesSince>
let owner: Person
/** One scene, and a key for its project. */
let ids: { org: string; project: string; scene: string; key: string }

beforeAll(async () => {
  platform = await startPlatform()
  pool = platform.app.context.pool
  const guard = { run: (query: () => unknown) => query() } as DatabaseGuard
  changesSince = createChangesSince(pool, guard)
  owner = await platform.signUp()
})
afterAll(() => platform.close())
beforeEach(async () => {
  const org = await platform.createOrganization(owner, 'enterprise')
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  const scene = await createScene(platform, { org, project })
  const { keyId } = await createKey(owner, org, [project])
  ids = { org, project, scene: scene.id, key: keyId }
})

async function mark(): Promise<string> {
  return (await changesSince(null)).mark
}

/** What is named once `statement` has been run with one of the ids as `$1`. */
async function named(statement: string, id: string) {
  const since = await mark()
  await pool.query(statement, [id])
  return (await changesSince(since)).changes
}

describe('what is named', () => {
  test.each([
    ['a key that expires', 'key', "update api_keys set expires_at = now() + interval '1 day' where id = $1"],
    [
      'a key that is revoked',
      'key',
      "update api_keys set revoked_at = now(), revoked_by_id = 'x' where id = $1",
    ],
    ['a key that is deleted', 'key', 'delete from api_keys where id = $1'],
    ['an allowlist', 'project', "update projects set allowed_domains = '{}' where id = $1"],
    ['localhost taken off', 'project', 'update projects set allow_localhost = false where id = $1'],
    [
      'an organization that is suspended',
      'org',
      'update organizations set suspended_at = now() where id = $1',
    ],
    ['a scene that is unpublished', 'scene', "update scenes set status = 'draft' where id = $1"],
    ['settings of a scene', 'scene', `update scenes set settings = '{"exposure":2}' where id = $1`],
    ['a scene that is deleted', 'scene', 'delete from scenes where id = $1'],
  ] as const)('%s', async (_what, kind, statement) => {
    const changes = await named(statement, ids[kind])
    expect(changes).toContainEqual({ [kind === 'org' ? 'organizationId' : `${kind}Id`]: ids[kind] })
  })

  test('a project that a key may no longer use', async () => {
    expect(await named('delete from api_key_projects where project_id = $1', ids.project)).toEqual([
      { keyId: ids.key },
    ])
  })

  test('all that goes with an organization', async () => {
    const changes = await named('delete from organizations where id = $1', ids.org)
    expect(changes).toEqual(
      expect.arrayContaining([{ keyId: ids.key }, { projectId: ids.project }, { sceneId: ids.scene }]),
    )
  })

  test('nothing where nothing is changed that embeds depend on', async () => {
    const since = await mark()
    await pool.query("update api_keys set name = 'Other', last_used_at = now() where id = $1", [ids.key])
    await pool.query("update projects set name = 'Other' where id = $1", [ids.project])
    expect((await changesSince(since)).changes).toEqual([])
  })

  test('nothing that was copied here from another database, which is forgotten', async () => {
    const since = await mark()
    await pool.query("insert into access_changes values ('18446744073709551610', 'scene', 'elsewhere')")
    expect((await changesSince(since)).changes).toEqual([])
    await createChangeCleaner(pool)()
    const { rowCount } = await pool.query("select from access_changes where target_id = 'elsewhere'")
    expect(rowCount).toBe(0)
  })

  test('also in a session that replays replication, with a path of its own', async () => {
    const client = await pool.connect()
    try {
      const since = await mark()
      await client.query("begin; set local session_replication_role = replica; set local search_path = ''")
      await client.query('update public.scenes set name = $2 where id = $1', [ids.scene, 'Other'])
      await client.query('commit')
      expect((await changesSince(since)).changes).toEqual([{ sceneId: ids.scene }])
    } finally {
      client.release()
    }
  })
})

describe('when it is named', () => {
  let client: pg.Client
  beforeEach(async () => {
    client = new pg.Client({ connectionString: platform.databaseUrl })
    await client.connect()
    await client.query('begin')
    await client.query("update scenes set status = 'draft' where id = $1", [ids.scene])
    return () => client.end()
  })

  test('once its transaction is committed, and once only, however much was committed meanwhile', async () => {
    const before = await mark()
    await pool.query("update projects set allowed_domains = '{}' where id = $1", [ids.project])
    const between = await changesSince(before)
    expect(between.changes).toEqual([{ projectId: ids.project }])
    await client.query('commit')
    const after = await changesSince(between.mark)
    expect(after.changes).toEqual([{ sceneId: ids.scene }])
    expect((await changesSince(after.mark)).changes).toEqual([])
    expect((await changesSince(before)).changes).toHaveLength(2)
  })

  test('never, where it is rolled back', async () => {
    const since = await mark()
    await client.query('rollback')
    expect((await changesSince(since)).changes).toEqual([])
  })

  test('a change is forgotten a minute after its commit, not after it was made', async () => {
    const kept = async () =>
      (await pool.query('select 1 from access_changes where target_id = $1', [ids.scene])).rowCount
    const clean = createChangeCleaner(pool)
    await clean()
    await client.query('commit')
    await clean()
    expect(await kept()).toBe(1)
    await clean()
    expect(await kept()).toBe(0)
  })
})

describe('it cannot tell', () => {
  test('without a mark', async () => {
    expect((await changesSince(null)).changes).toBeNull()
  })

  test('since a mark of the future, which is that of another database', async () => {
    const ahead = (await mark()).replace(/\d+/g, (xid) => String(Number(xid) + 1000))
    expect((await changesSince(ahead)).changes).toBeNull()
  })

  test('where more has changed than is worth naming', async () => {
    const since = await mark()
    await pool.query(
      "insert into access_changes select pg_current_xact_id(), 'key', $1 from generate_series(1, 1001)",
      [randomUUID()],
    )
    expect((await changesSince(since)).changes).toBeNull()
  })
})
