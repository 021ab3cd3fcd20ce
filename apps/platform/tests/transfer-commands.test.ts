/** `npm run backup`, `restore` and `move-database` as people type them, on the embedded database. */
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createDatabase, startPlatform, type PlatformProcess } from '@vectreal/test-kit'
import '@vectreal/test-kit/vitest-postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)

let folder: string
let demo: { readonly sceneId: string; readonly apiKey: string }
/** What a backup said while the platform was running. */
let tooEarly: string
const at = (name: string) => join(folder, name)

/** Resolves to what the command printed; a refusal rejects with it. */
async function npm(name: string, argument: string, dataDir: string): Promise<string> {
  const { stdout } = await run('npm', ['run', '--silent', name, '--', argument], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir },
  })
  return stdout
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-commands-'))
  // The embedded server runs as a user of its own.
  await chmod(folder, 0o755)
  const platform = await startPlatform({ mode: 'start', dataDir: at('data') })
  demo = await readDemo(platform)
  tooEarly = await npm('backup', at('too-early'), at('data')).catch(String)
  await platform.stop()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The first scene of the demo site and its key, as the page says them. */
async function readDemo({ demoHtmlUrl }: PlatformProcess): Promise<typeof demo> {
  const html = await (await fetch(demoHtmlUrl)).text()
  return {
    sceneId: /scene-id="([^"]+)"/.exec(html)?.[1] ?? '',
    apiKey: /api-key="([^"]+)"/.exec(html)?.[1] ?? '',
  }
}

/** The key of the demo opens the demo's model, as it did before. */
async function expectSameScene(platform: PlatformProcess): Promise<void> {
  const headers = { Authorization: `Bearer ${demo.apiKey}`, Origin: 'http://localhost:5173' }
  const model = await fetch(`${platform.url}/api/scenes/${demo.sceneId}/model`, { headers })
  expect([model.status, (await model.arrayBuffer()).byteLength > 1000]).toEqual([200, true])
  await platform.stop()
}

test('a backup of an embedded database in use is refused, and says why', () => {
  expect(tooEarly).toMatch(/already|in use|running/)
})

test('a backup is restored into a new folder, which then moves to a server of its own', async () => {
  expect(await npm('backup', at('copy'), at('data'))).toMatch(/Backed up \d+ rows/)
  expect(await npm('restore', at('copy'), at('restored'))).toMatch(/Restored \d+ rows/)
  await expectSameScene(await startPlatform({ mode: 'serve', dataDir: at('restored') }))

  const target = await createDatabase(inject('postgresUrl'))
  expect(await npm('move-database', target.url, at('restored'))).toMatch(/every row was compared/)
  const AUTH_SECRET = (await readFile(at('restored/auth-secret'), 'utf8')).trim()
  const env = { DATABASE_URL: target.url, AUTH_SECRET }
  await expectSameScene(await startPlatform({ mode: 'serve', dataDir: at('restored'), env }))
  await target.drop()
})

test('npm start after a restore keeps the key of the demo sites', async () => {
  await npm('backup', at('with-demo'), at('data'))
  await npm('restore', at('with-demo'), at('restored-demo'))
  const platform = await startPlatform({ mode: 'start', dataDir: at('restored-demo') })
  expect(await readDemo(platform)).toEqual(demo)
  await expectSameScene(platform)
})

test('a database of an older PostgreSQL is left alone, and the way over is named', async () => {
  const file = at('data/postgres/PG_VERSION')
  const version = await readFile(file, 'utf8')
  await writeFile(file, '17\n')
  await expect(startPlatform({ mode: 'serve', dataDir: at('data') })).rejects.toThrow(
    /is of PostgreSQL 17, and this version of the platform runs PostgreSQL \d+\. .*npm run backup/,
  )
  await writeFile(file, version)
})
