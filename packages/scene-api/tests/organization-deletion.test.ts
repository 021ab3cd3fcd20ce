/** Deleting an organization, however much belongs to it and whatever gets in the way. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finishDeletions } from '../src/domain/organizations/delete-organization.js'
import { createFixture, type Fixture, keyed, raw } from './support/embed.js'
import { createServiceToken } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let neighbour: Fixture
beforeAll(async () => {
  platform = await startPlatform()
  neighbour = await createFixture(platform)
})
afterAll(() => platform.close())

const query = async (text: string, values: unknown[] = []) =>
  (await platform.app.context.pool.query(text, values)).rows
const load = ({ token, scene }: Fixture) =>
  raw(`${platform.url}/api/scenes/${scene.id}`, { headers: keyed(token) })
const remove = ({ owner, org }: Fixture) =>
  owner.post('/api/auth/organization/delete', { organizationId: org })

/** More of everything than one step takes; every other key was rotated from the one before. */
async function grow({ org, project, scene }: Fixture): Promise<void> {
  await query(
    `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, public_key)
     select $1 || n, $1, 'Key', encode(sha256(($1 || n)::bytea), 'hex'), 'abcd', now(), 'u', 'U',
       case when n = 1 then rpad('A', 43, 'A') end
     from generate_series(1, 1200) n`,
    [org],
  )
  await query(
    `update api_keys set replaced_by_id = $1 || (substr(id, length($1) + 1)::int + 1), revokes_at = now() + '1 day'
     where id like $1 || '%' and substr(id, length($1) + 1)::int % 2 = 1`,
    [org],
  )
  await query(
    `update api_keys k set rotated_from_id = old.id from api_keys old where old.replaced_by_id = k.id`,
  )
  await query(
    `insert into usage_buckets (organization_id, project_id, scene_id, key_id, day, origin, client, last_seen_at)
     select $1, $2, $3, $1 || n % 1200 + 1, '2026-01-01', n::text, 'browser', now() from generate_series(1, 6000) n`,
    [org, project, scene.id],
  )
  await query(
    `insert into scenes (id, organization_id, project_id, name, created_at, updated_at)
     select $1 || n, $1, $2, 'Scene', now(), now() from generate_series(1, 600) n`,
    [org, project],
  )
}

/** Names of tables that hold anything of it. */
async function remains(org: string): Promise<string[]> {
  const tables = await query(
    `select table_name as name from information_schema.columns
     where column_name = 'organization_id' and table_schema = 'public' and table_name not like 'audit_%'`,
  )
  const held = await Promise.all(
    tables.map(async ({ name }) =>
      (await query(`select 1 from ${name} where organization_id = $1 limit 1`, [org])).length > 0
        ? name
        : null,
    ),
  )
  return held.filter((name) => name !== null)
}

const entriesOf = (org: string) =>
  query('select action, target_id, actor_email from audit_log where organization_id = $1 order by sequence', [
    org,
  ])

test('leaves nothing but the audit log, with an entry for every key', async () => {
  const own = await createFixture(platform)
  await grow(own)
  const token = await createServiceToken(own.owner, own.org, { name: 'CI', expiresInDays: 30 })
  const keys = await query('select id from api_keys where organization_id = $1', [own.org])

  expect((await remove(own)).status).toBe(200)

  expect(await remains(own.org)).toEqual([])
  expect(await query('select 1 from organizations where id = $1', [own.org])).toEqual([])
  const entries = await entriesOf(own.org)
  const ended = entries
    .filter(({ action }) => action.endsWith('_key.revoked'))
    .map(({ target_id }) => target_id)
  expect(ended.toSorted()).toEqual(keys.map(({ id }) => id).toSorted())
  expect(entries.find(({ action }) => action === 'service_token.revoked')?.target_id).toBe(token.id)
  expect(entries.find(({ action }) => action === 'organization.deleted')).toBeDefined()
  const revoked = entries.filter(({ action }) => action.endsWith('.revoked'))
  expect(revoked.every(({ actor_email }) => actor_email === own.owner.email)).toBe(true)
  expect((await load(own)).body.code).toBe('unknown_key')
  expect((await load(neighbour)).status).toBe(200)
})

test('that cannot be decided changes nothing', async () => {
  const own = await createFixture(platform)
  await obstruct('audit_log', 'insert', own.org)
  expect((await remove(own)).status).toBeGreaterThanOrEqual(500)
  await clear('audit_log')
  expect((await load(own)).status).toBe(200)
  expect(
    (await own.owner.api.call('GET /api/organizations/{org}/api-keys', { params: { org: own.org } })).items,
  ).toMatchObject([{ status: 'active' }])
})

test.each([
  ['the same request', (own: Fixture) => remove(own).then(({ status }) => expect(status).toBe(200))],
  ['the server by itself', () => finishDeletions(platform.app.context)],
])('that is interrupted is closed to everybody and finished by %s', async (_who, again) => {
  const own = await createFixture(platform)
  await grow(own)
  await obstruct('scenes', 'delete', own.org)
  const interrupted = await remove(own)
  expect(interrupted).toMatchObject({ status: 202, body: { code: 'DELETION_CONTINUES' } })

  expect((await load(own)).status).toBe(401)
  await expect(
    own.owner.api.call('GET /api/organizations/{org}/projects', { params: { org: own.org } }),
  ).rejects.toMatchObject({ status: 404 })
  expect((await own.owner.get('/api/auth/organization/list')).body).toEqual([])
  await expect(
    platform.operator.api.call('POST /api/operator/organizations/{org}/resume', { params: { org: own.org } }),
  ).rejects.toMatchObject({ status: 404 })

  await clear('scenes')
  await again(own)
  expect(await remains(own.org)).toEqual([])
  const entries = await entriesOf(own.org)
  expect(entries.filter(({ action }) => action === 'organization.deleted')).toHaveLength(1)
  expect(entries.filter(({ action }) => action.endsWith('_key.revoked'))).toHaveLength(1201)
})

test('asked for twice at once happens once', async () => {
  const own = await createFixture(platform)
  await grow(own)
  const responses = await Promise.all([remove(own), remove(own)])
  expect(responses.map(({ status }) => status)).toContain(200)
  expect(await remains(own.org)).toEqual([])
  expect((await entriesOf(own.org)).filter(({ action }) => action === 'organization.deleted')).toHaveLength(1)
})

/** Makes the database refuse to change rows of one organization. */
async function obstruct(table: string, when: 'insert' | 'delete', org: string): Promise<void> {
  const row = when === 'insert' ? 'NEW' : 'OLD'
  await query(
    `create function obstruct() returns trigger language plpgsql as
     $$ begin if ${row}.organization_id = '${org}' then raise 'in the way'; end if; return ${row}; end $$`,
  )
  await query(`create trigger obstruct before ${when} on ${table} for each row execute function obstruct()`)
}

async function clear(table: string): Promise<void> {
  await query(`drop trigger obstruct on ${table}`)
  await query('drop function obstruct')
}
