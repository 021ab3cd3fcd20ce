/** Migrations on a database that is in use: whatever version it comes from, nothing is lost and it goes on working. */
import '@vectreal/test-kit/vitest-postgres'
import { execFile } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { generateApiKey, generateServiceToken } from '@vectreal/auth-core'
import { GENESIS_HASH } from '@vectreal/auth-core/audit'
import { createDatabase } from '@vectreal/test-kit'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { hashEntry } from '../src/domain/audit/hash-entry.js'
import { remindOfExpiry } from '../src/domain/reminders/remind.js'
import { deliverDue } from '../src/domain/webhooks/deliver.js'
import { seal } from '../src/seal.js'
import { createFileStorage, createSceneApi, migrateDatabase } from '../src/index.js'
import { keyed, raw } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import { type Received, startReceiver } from './support/receiver.js'

const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url))
const VERIFY = fileURLToPath(new URL('../../../scripts/audit-verify.mjs', import.meta.url))
const JOURNAL: { entries: { tag: string }[] } = JSON.parse(
  await readFile(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'),
)
const EARLIER = JOURNAL.entries.slice(0, -1).map(({ tag }, index) => [tag, index + 1] as const)

type Row = Record<string, unknown>

const AT = '2026-01-02T03:04:05.678Z'
const SITE = 'https://shop.example.com'
const MODEL = makeGlb()
const MODEL_SHA256 = sha256(MODEL)

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

test.each(EARLIER)('a database at %s keeps its data and goes on', async (_tag, count) => {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-upgrade-'))
  const database = await createDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await migrateTo(client, count, folder)
    const tokens = { key: generateApiKey(), service: generateServiceToken() }
    await fill(client, tokens)
    const before = await readAll(client)
    expect(before.size).toBeGreaterThan(10)

    await migrateDatabase(database.url)

    const after = await readAll(client)
    for (const [table, rows] of before) {
      const columns = Object.keys(rows[0] as object)
      expect([table, sorted(after.get(table) ?? [], columns)]).toEqual([table, sorted(rows, columns)])
    }
    await expectConstraints(client)
    await useIt(database.url, folder, tokens)
  } finally {
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
})

test('a webhook of before goes on with its address, secret, header and the reminder it has not taken', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-upgrade-'))
  const database = await createDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const receiver = await startReceiver()
  const authSecret = 'a secret for tests only, long enough'
  const options = { databaseUrl: database.url, storage: createFileStorage(folder), authSecret }
  try {
    await migrateTo(
      client,
      JOURNAL.entries.findIndex(({ tag }) => tag.endsWith('_webhooks')),
      folder,
    )
    await fill(client, { key: generateApiKey(), service: generateServiceToken() })
    await client.query("insert into reminder_webhooks values ('o1', $1, $2, $3)", [
      `${receiver.url}/hook`,
      seal(authSecret, 'whsec_of-before'),
      AT,
    ])
    const reminder =
      'insert into expiry_reminders (id, organization_id, key_id, created_at, next_attempt_at, attempts)'
    await client.query(`${reminder} select 'r1', 'o1', id, $1, $1, 3 from api_keys limit 1`, [AT])
    await migrateDatabase(database.url)
    const logger = pino({ level: 'silent' })
    const app = createSceneApi({ ...options, publicUrl: 'http://localhost', logger, maintenance: false })
    await remindOfExpiry(app.context)
    await deliverDue(app.context)
    await remindOfExpiry(app.context)
    await deliverDue(app.context)
    await app.close()
    const { rows } = await client.query('select delivered_at from expiry_reminders')
    expect(rows).toEqual([{ delivered_at: expect.any(Date) }])
    const [{ headers, body }] = receiver.received as [Received]
    expect(receiver.received).toHaveLength(1)
    expect(JSON.parse(body)).toMatchObject({
      id: 'r1',
      type: 'api_key.expiring',
      apiKey: { name: expect.any(String) },
    })
    const [, seconds, signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-vectreal-signature'] as string) ?? []
    expect(createHmac('sha256', 'whsec_of-before').update(`${seconds}.${body}`).digest('hex')).toBe(signature)
  } finally {
    receiver.close()
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
})

test('sums of an organization stay, and take in what a node of before goes on counting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-upgrade-'))
  const database = await createDatabase(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const tokens = { key: generateApiKey(), service: generateServiceToken() }
  const countAsBefore = (origin: string) =>
    client.query(
      `insert into usage_days as d (organization_id, day, origin, client, loads, refusals, last_seen_at)
       select 'o1', day, $1, 'browser', 2, 1, day + interval '5 hours' from generate_series(date '2026-01-01', '2026-01-20', '1 day') day
       on conflict (organization_id, day, origin, client) do update set
         loads = d.loads + excluded.loads, refusals = d.refusals + excluded.refusals,
         last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at)`,
      [origin],
    )
  const rowsBy = async (group: string, order: string) => {
    const { rows } = await client.query(
      `select ${group}, client, sum(loads)::int as loads, sum(refusals)::int as refusals, max(last_seen_at) as "lastSeenAt"
       from usage_days where day between '2026-01-02' and '2026-01-19' group by 1, 2 order by ${order}`,
    )
    return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() }))
  }
  try {
    await migrateTo(
      client,
      JOURNAL.entries.findIndex(({ tag }) => tag.endsWith('_usage_sums')),
      folder,
    )
    await fill(client, tokens)
    await countAsBefore(SITE)
    await migrateDatabase(database.url)
    const app = createSceneApi({
      databaseUrl: database.url,
      storage: createFileStorage(join(folder, 'blobs')),
      publicUrl: 'http://localhost',
      authSecret: 'a secret for tests only, long enough',
      logger: pino({ level: 'silent' }),
      maintenance: false,
    })
    const server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const sums = async (by: string) => {
      const path = `/api/organizations/o1/usage?from=2026-01-02&to=2026-01-19&by=${by}`
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { Authorization: `Bearer ${tokens.service}` },
      })
      return (await response.json()).items
    }
    const expectSums = async () => {
      expect(await sums('day')).toEqual(await rowsBy('day::text as day', '1, 2'))
      expect(await sums('origin')).toEqual(await rowsBy('origin', '3 desc, 1, 2'))
    }
    await expectSums()
    await countAsBefore(SITE)
    await countAsBefore('https://new.example.com')
    await expectSums()
    expect(await sums('origin')).toMatchObject([
      { origin: SITE, loads: 72 },
      { origin: 'https://new.example.com', loads: 36 },
    ])
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await app.close()
  } finally {
    await client.end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
})

/** The rows without columns that a later version added, in an order of their own. */
function sorted(rows: readonly Row[], columns: readonly string[]): Row[] {
  const kept = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
  const text = (row: Row) => JSON.stringify(row)
  return kept.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))
}

/** Applies the first `count` migrations, as the release that ended there did. */
async function migrateTo(client: pg.Client, count: number, folder: string): Promise<void> {
  const migrationsFolder = join(folder, 'drizzle')
  await cp(MIGRATIONS, migrationsFolder, { recursive: true })
  await writeFile(
    join(migrationsFolder, 'meta/_journal.json'),
    JSON.stringify({ ...JOURNAL, entries: JOURNAL.entries.slice(0, count) }),
  )
  await migrate(drizzle(client), { migrationsFolder })
}

async function fill(client: pg.Client, tokens: { key: string; service: string }): Promise<void> {
  const insert = async (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row)
    await client.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    )
  }
  const made = { created_at: AT }
  const changed = { created_at: AT, updated_at: AT }
  const by = { created_by_id: 'u1', created_by_name: 'Ada', created_by_email: 'ada@example.com' }
  const user = { id: 'u1', name: 'Ada', email: 'ada@example.com', ...changed }
  await insert('users', user)
  await insert('accounts', {
    id: 'a1',
    account_id: 'u1',
    provider_id: 'credential',
    user_id: 'u1',
    password: 'x:y',
    ...changed,
  })
  await insert('organizations', { id: 'o1', name: 'Studio', slug: 'studio', plan: 'business', ...made })
  await insert('members', { id: 'm1', organization_id: 'o1', user_id: 'u1', role: 'owner', ...made })
  await insert('projects', {
    id: 'p1',
    organization_id: 'o1',
    name: 'Shop',
    slug: 'shop',
    allowed_domains: ['shop.example.com', '*.example.net'],
    allow_localhost: false,
    ...changed,
  })
  await insert('blobs', {
    sha256: MODEL_SHA256,
    bytes: MODEL.length,
    media_type: 'model/gltf-binary',
    touched_at: AT,
  })
  await insert('scenes', {
    id: 's1',
    organization_id: 'o1',
    project_id: 'p1',
    name: 'Chair',
    status: 'published',
    settings: { exposure: 2 },
    version: 1,
    model_sha256: MODEL_SHA256,
    published_at: AT,
    ...changed,
  })
  await insert('scene_versions', { scene_id: 's1', version: 1, model_sha256: MODEL_SHA256, ...made, ...by })
  await insert('api_keys', {
    id: 'k1',
    organization_id: 'o1',
    name: 'Web',
    token_hash: sha256(tokens.key),
    preview: tokens.key.slice(-4),
    external_id: 'web',
    ...made,
    ...by,
  })
  await insert('api_key_projects', { key_id: 'k1', project_id: 'p1', organization_id: 'o1' })
  await insert('service_tokens', {
    id: 't1',
    organization_id: 'o1',
    name: 'Job',
    token_hash: sha256(tokens.service),
    preview: tokens.service.slice(-4),
    expires_at: '2999-01-01T00:00:00Z',
    ...made,
    ...by,
  })
  await insert('usage_buckets', {
    organization_id: 'o1',
    key_id: 'k1',
    scene_id: 's1',
    project_id: 'p1',
    day: '2026-01-02',
    origin: SITE,
    client: 'browser',
    loads: 7,
    last_seen_at: AT,
  })
  const { rowCount: hasStatus } = await client.query(
    "select 1 from information_schema.columns where table_name = 'idempotency_keys' and column_name = 'status'",
  )
  await insert('idempotency_keys', {
    organization_id: 'o1',
    actor_id: 't1',
    key: 'sign-up-1',
    request_hash: sha256('request'),
    body: { id: 'p1' },
    ...(hasStatus && { status: 201 }),
    ...made,
  })
  let previousHash = GENESIS_HASH
  for (const [index, [action, kind, id]] of [
    ['organization.created', 'organization', 'o1'],
    ['project.created', 'project', 'p1'],
    ['api_key.created', 'api_key', 'k1'],
  ].entries() as Iterable<[number, [string, string, string]]>) {
    const content = {
      id: `e${index + 1}`,
      organizationId: 'o1',
      sequence: index + 1,
      at: AT,
      action,
      actor: { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.com' },
      target: { kind, id },
      before: null,
      after: { name: `N${index}`, nested: { b: 1, a: ['x'] } },
      address: '192.0.2.1',
      requestId: `r${index + 1}`,
      previousHash,
    }
    const hash = hashEntry(content)
    await insert('audit_log', {
      organization_id: 'o1',
      sequence: content.sequence,
      id: content.id,
      at: AT,
      action,
      actor_kind: 'user',
      actor_id: 'u1',
      actor_name: 'Ada',
      actor_email: 'ada@example.com',
      target_kind: kind,
      target_id: id,
      after: content.after,
      address: content.address,
      request_id: content.requestId,
      previous_hash: previousHash,
      hash,
    })
    previousHash = hash
  }
}

/** Every row of every table that has any. The one column that a later version dropped is left out. */
async function readAll(client: pg.Client): Promise<Map<string, Row[]>> {
  const { rows: tables } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  )
  const found = new Map<string, Row[]>()
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: Row }>(
      `select to_jsonb(t) as row from "${name}" t order by to_jsonb(t)::text`,
    )
    const contents = rows.map(({ row: { status, ...row } }) =>
      name === 'idempotency_keys' ? row : { ...row, status },
    )
    if (contents.length > 0) found.set(name, contents)
  }
  return found
}

async function expectConstraints(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select conname from pg_constraint where not convalidated')
  expect(rows).toEqual([])
  for (const [statement, constraint] of [
    ["update api_keys set preview = 'x'", 'api_keys_preview'],
    ["update organizations set plan = 'gold'", 'organizations_plan'],
    [
      "update scenes set model_sha256 = null, version = 0 where status = 'published'",
      'scenes_published_has_model',
    ],
    ["update scenes set project_id = 'p2'", 'scenes_project'],
    ["update api_key_projects set organization_id = 'o2'", 'api_key_projects_key'],
    [
      `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, external_id)
         select 'k2', organization_id, name, repeat('a', 64), preview, created_at, created_by_id, created_by_name, external_id from api_keys`,
      'api_keys_external_id',
    ],
  ] as const) {
    await expect(client.query(statement)).rejects.toMatchObject({ constraint })
  }
  for (const statement of [
    "update audit_log set actor_name = 'Eve'",
    'delete from audit_log',
    'truncate audit_log',
    `insert into audit_log select organization_id, 9, 'e9', at, action, actor_kind, actor_id, actor_name, actor_email,
       target_kind, target_id, before, after, address, request_id, previous_hash, hash from audit_log limit 1`,
  ]) {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '23000' })
  }
}

/** The tokens of before open what they opened, the audit log goes on where it stopped, and its export verifies. */
async function useIt(
  databaseUrl: string,
  folder: string,
  tokens: { key: string; service: string },
): Promise<void> {
  const storage = createFileStorage(join(folder, 'blobs'))
  const model = join(folder, 'model.glb')
  await writeFile(model, MODEL)
  await storage.put(MODEL_SHA256, model, { mediaType: 'model/gltf-binary' })
  const app = createSceneApi({
    databaseUrl,
    storage,
    publicUrl: 'http://localhost',
    authSecret: 'a secret for tests only, long enough',
    logger: pino({ level: 'silent' }),
    singleProcess: true,
    maintenance: false,
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const job = { Authorization: `Bearer ${tokens.service}` }
  try {
    const manifest = await raw(`${url}/api/scenes/s1`, { headers: keyed(tokens.key, SITE) })
    expect(manifest).toMatchObject({ status: 200, body: { name: 'Chair', settings: { exposure: 2 } } })
    const created = await raw(`${url}/api/organizations/o1/projects`, {
      method: 'POST',
      headers: { ...job, 'Content-Type': 'application/json', 'Content-Length': '14' },
      body: '{"name":"New"}',
    })
    expect(created.status).toBe(201)
    const response = await fetch(`${url}/api/organizations/o1/audit-log/export`, { headers: job })
    const exported = await response.text()
    const lines = exported.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).action)).toEqual([
      'organization.created',
      'project.created',
      'api_key.created',
      'project.created',
    ])
    const file = join(folder, 'audit.ndjson')
    await writeFile(file, exported)
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFY, file])
    expect(stdout).toMatch(/the chain is whole/)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await app.close()
  }
}
