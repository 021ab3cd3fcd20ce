/** Backup, restore and the way to another database: what arrives is what left, or nothing. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFileStorage, migrateDatabase } from '@vectreal/scene-api'
import { createDatabase, type TestDatabase } from '@vectreal/test-kit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { SITE } from '../../../packages/scene-api/tests/support/embed.js'
import { makeGlb } from '../../../packages/scene-api/tests/support/glb.js'
import {
  auditEntries,
  createDraft,
  createKey,
  createProject,
  publishScene,
  revokeKey,
  uploadModel,
} from '../../../packages/scene-api/tests/support/organization.js'
import {
  type Person,
  startPlatform,
  type TestPlatform,
} from '../../../packages/scene-api/tests/support/platform.js'
import { readSettings } from '../src/settings.js'
import { backup, moveDatabase, restore } from '../src/transfer/commands.js'
import { withDatabase } from '../src/transfer/connect.js'
import { loadSnapshot } from '../src/transfer/load-snapshot.js'
import { readSnapshot } from '../src/transfer/snapshot.js'

const AUTH_SECRET = 'k3y-of-the-tests-0123456789-abcdefgh'
const JOURNAL = new URL('../../../packages/scene-api/drizzle/meta/_journal.json', import.meta.url)

let folder: string
let platform: TestPlatform
let owner: Person
let org: string
let sceneId: string
let live: string
let revoked: string
const say = vi.spyOn(console, 'log').mockImplementation(() => {})
const said = () => say.mock.calls.flat().join('\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-transfer-'))
  platform = await startPlatform()
  owner = await platform.signUp('Zoë, with "quotes"\\')
  org = await platform.createOrganization(owner, 'business')
  const project = await createProject(owner, org, { allowedDomains: [SITE] })
  sceneId = await createDraft(owner, org, project, { name: 'Chair\\N, 50 %' })
  await uploadModel(owner, org, sceneId, makeGlb())
  await publishScene(owner, org, sceneId)
  live = (await createKey(owner, org, [project])).token
  const dead = await createKey(owner, org, [project])
  revoked = dead.token
  await revokeKey(owner, org, dead.keyId)
})
afterAll(async () => {
  say.mockRestore()
  await platform.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => say.mockClear())

const emptyDatabase = (): Promise<TestDatabase> => createDatabase(inject('postgresUrl'))
const settingsFor = (databaseUrl: string, dataDir: string) =>
  readSettings({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, AUTH_SECRET }, 'serve', folder)

async function read(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** What a platform on that database gives to pages and owners. */
async function expectWhole(databaseUrl: string, dataDir: string): Promise<void> {
  const other = await startPlatform({ databaseUrl, storage: createFileStorage(join(dataDir, 'blobs')) })
  try {
    const embed = (token: string) =>
      fetch(`${other.url}/api/scenes/${sceneId}/model`, {
        headers: { origin: SITE, authorization: `Bearer ${token}` },
      })
    const model = await embed(live)
    expect([model.status, new Uint8Array(await model.arrayBuffer())]).toEqual([
      200,
      new Uint8Array(makeGlb()),
    ])
    expect(await (await embed(revoked)).json()).toMatchObject({ code: 'key_revoked' })
    const mine = other.withCookie(owner.credentials['cookie'] as string)
    await createProject(mine, org, { name: 'New' })
    const items = await auditEntries(mine, org, { limit: 200 })
    expect(items[0]).toMatchObject({ action: 'project.created' })
  } finally {
    await other.close()
  }
  await expect(read(databaseUrl, 'delete from audit_log')).rejects.toThrow(/audit/)
  const constraints = "select count(*) from pg_constraint where contype in ('f', 'c', 'u', 'p')"
  expect(await read(databaseUrl, constraints)).toEqual(await read(platform.databaseUrl, constraints))
}

test('a backup of a running platform is restored elsewhere, whole, once', async () => {
  const copy = join(folder, 'backup')
  await backup(settingsFor(platform.databaseUrl, platform.folder), copy)
  expect(said()).toMatch(/^Backed up \d+ rows in \d+ tables \(1 organizations, 2 keys, \d+ audit entries\)/)
  expect((await stat(copy)).mode & 0o777).toBe(0o700)
  await expect(backup(settingsFor(platform.databaseUrl, platform.folder), copy)).rejects.toThrow(
    'is there already',
  )

  const target = await emptyDatabase()
  const dataDir = join(folder, 'restored')
  await restore(settingsFor(target.url, dataDir), copy)
  expect(said()).toMatch(/Restored \d+ rows/)
  await expectWhole(target.url, dataDir)
  await expect(restore(settingsFor(target.url, dataDir), copy)).rejects.toThrow('The database is not empty')
  await target.drop()
})

test('a damaged backup restores nothing', async () => {
  const copy = join(folder, 'damaged')
  await backup(settingsFor(platform.databaseUrl, platform.folder), copy)
  const rows = join(copy, 'rows', 'api_keys')
  await writeFile(rows, (await readFile(rows, 'utf8')).split('\n').slice(1).join('\n'))
  const target = await emptyDatabase()
  const restored = restore(settingsFor(target.url, join(folder, 'nothing')), copy)
  await expect(restored).rejects.toThrow(
    'Table api_keys did not arrive whole (1 rows of 2). Nothing was changed.',
  )
  expect(await read(target.url, 'select id from users')).toEqual([])
  await rm(join(copy, 'manifest.json'))
  await expect(restore(settingsFor(target.url, join(folder, 'nothing')), copy)).rejects.toThrow(
    'no whole backup',
  )
  await target.drop()
})

test('a database moves to another server, and the old one stays as it was', async () => {
  const target = await emptyDatabase()
  const before = await read(platform.databaseUrl, 'select count(*) from audit_log')
  await moveDatabase(settingsFor(platform.databaseUrl, platform.folder), target.url)
  expect(said()).toMatch(/every row was compared[^]*set DATABASE_URL/)
  expect(said()).not.toContain(new URL(target.url).password || 'no password')
  expect(await read(platform.databaseUrl, 'select count(*) from audit_log')).toEqual(before)
  await expectWhole(target.url, platform.folder)
  await expect(moveDatabase(settingsFor(platform.databaseUrl, platform.folder), 'mysql://x')).rejects.toThrow(
    'postgres://',
  )
  await target.drop()
})

test('data of an older version is put in as it was, and then migrated', async () => {
  const { entries } = JSON.parse(await readFile(fileURLToPath(JOURNAL), 'utf8')) as {
    entries: { when: number }[]
  }
  const older = entries.at(-3)?.when ?? 0
  const [source, target] = [await emptyDatabase(), await emptyDatabase()]
  await migrateDatabase(source.url, { upTo: older })
  await withDatabase(source.url, (client) =>
    readSnapshot(client, (snapshot, rowsOf) => {
      expect(snapshot.migrationLevel).toBe(older)
      return loadSnapshot(target.url, snapshot, rowsOf)
    }),
  )
  await migrateDatabase(target.url)
  const [level] = await read(
    target.url,
    'select max(created_at)::text as level from drizzle.__drizzle_migrations',
  )
  expect(level).toEqual({ level: String(entries.at(-1)?.when) })
  await Promise.all([source.drop(), target.drop()])
})
