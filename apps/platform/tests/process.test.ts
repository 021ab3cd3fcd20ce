/** Starting, stopping, and what stands in the way: on the real process with the real embedded database. */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, freePort } from '@vectreal/test-kit'
import '@vectreal/test-kit/vitest-postgres'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { canRunAs, processesOn, type PlatformProcess, runPlatform, type User } from './support/process.js'

let folder: string
let port: number
let running: PlatformProcess[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-platform-'))
  await chmod(folder, 0o755)
  port = await freePort()
  running = []
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended))
  await vi.waitUntil(() => processesOn(folder).length === 0, { timeout: 60_000 })
  await rm(folder, { recursive: true, force: true })
})

function serve(env: Record<string, string> = {}, user?: User): PlatformProcess {
  const platform = runPlatform(
    'serve',
    { DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error', ...env },
    user,
  )
  running.push(platform)
  return platform
}
const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status
const NOBODY = { uid: 65_534, gid: 65_534 }
/** A user id that no file of the system has a name for. */
const NAMELESS = { uid: 54_321, gid: 0 }
const CAN_RUN_AS_OTHERS = canRunAs(NOBODY)
const RUNNING = 'Vectreal is running'

describe('on the embedded database', () => {
  test('it starts, keeps its secrets to itself, survives its terminal as under nohup, stops on SIGINT, and leaves no process', async () => {
    const platform = serve()
    await platform.printed(RUNNING)
    expect(await ready()).toBe(200)
    for (const secret of ['auth-secret', 'database-password', 'database-server-password']) {
      expect((await stat(join(folder, secret))).mode & 0o777).toBe(0o600)
      expect(platform.output()).not.toContain((await readFile(join(folder, secret), 'utf8')).trim())
    }
    platform.child.kill('SIGHUP')
    expect(await ready()).toBe(200)
    platform.child.kill('SIGINT')
    expect(await platform.ended).toBe(0)
    expect(processesOn(folder)).toEqual([])
  })

  test('a second start keeps the data, after kill -9 as well', async () => {
    const first = serve()
    await first.printed(RUNNING)
    await signUp()
    first.child.kill('SIGKILL')
    await first.ended
    // Of a folder from before the server had a role of its own, this file is missing.
    await rm(join(folder, 'database-server-password'))
    const second = serve()
    await second.printed(RUNNING)
    expect(await signIn()).toBe(200)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('an old lock of the database whose number belongs to another process now is no obstacle', async () => {
    const first = serve()
    await first.printed(RUNNING)
    first.child.kill('SIGTERM')
    await first.ended
    await writeFile(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${folder}/postgres\n`)
    const second = serve()
    await second.printed(RUNNING)
    expect(await ready()).toBe(200)
  })

  test('a second process on the same folder is told so, and the first goes on', async () => {
    const first = serve()
    await first.printed(RUNNING)
    const second = runPlatform('serve', { DATA_DIR: folder, PORT: String(await freePort()) })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/DATA_DIR .* is in use by another platform process \(pid \d+\)/)
    expect(await ready()).toBe(200)
  })

  test('a database that crashes ends the platform with one line', async () => {
    const platform = serve()
    await platform.printed(RUNNING)
    const pid = Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    expect(await platform.ended).toBe(1)
    expect(platform.output()).toContain('The embedded database stopped by itself (signal SIGKILL).')
  })

  test.runIf(CAN_RUN_AS_OTHERS)('a user id without a name is told what PostgreSQL needs', async () => {
    await chmod(folder, 0o777)
    const platform = serve({}, NAMELESS)
    expect(await platform.ended).toBe(1)
    expect(platform.output()).toMatch(/user does not exist.*give this user id one.*or set DATABASE_URL/)
  })

  test.runIf(CAN_RUN_AS_OTHERS)('it runs as an ordinary user too', async () => {
    const own = join(folder, 'own')
    await mkdir(own)
    await chmod(own, 0o777)
    const platform = serve({ DATA_DIR: own }, NOBODY)
    await platform.printed(RUNNING)
    expect(await ready()).toBe(200)
    platform.child.kill('SIGTERM')
    expect(await platform.ended).toBe(0)
  })
})

describe('one clear line and a code other than 0', () => {
  async function refusal(platform: PlatformProcess): Promise<string> {
    expect(await platform.ended).toBe(1)
    const lines = platform
      .output()
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'))
    expect(lines).toHaveLength(1)
    return lines[0] ?? ''
  }

  test('for a port in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    expect(await refusal(serve())).toMatch(new RegExp(`^Port ${port} is in use`))
    await new Promise((resolve) => other.close(resolve))
  })

  test('for a folder that cannot be written to', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    expect(await refusal(serve({ DATA_DIR: join(file, 'data') }))).toMatch(
      /^DATA_DIR .* cannot be written to/,
    )
  })

  test('for a database that is not there', async () => {
    const env = {
      DATABASE_URL: `postgres://u:secret@127.0.0.1:${await freePort()}/x`,
      AUTH_SECRET: 'k3y-of-the-tests-0123456789-abcdefgh',
    }
    const line = await refusal(serve(env))
    expect(line).toMatch(/^The database at 127\.0\.0\.1:\d+\/x cannot be used/)
    expect(line).not.toContain('secret')
  })

  test('for a setting', async () => {
    expect(await refusal(serve({ TRUST_PROXY: 'yes' }))).toBe(
      'TRUST_PROXY must be a whole number from 0 to 16 (proxies in front); it is "yes".',
    )
  })
})

test.runIf(CAN_RUN_AS_OTHERS)('with DATABASE_URL a user id without a name will do', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  await chmod(folder, 0o777)
  const platform = serve(
    { DATABASE_URL: database.url, AUTH_SECRET: 'k3y-of-the-tests-0123456789-abcdefgh' },
    NAMELESS,
  )
  await platform.printed(RUNNING)
  expect(await ready()).toBe(200)
  platform.child.kill('SIGKILL')
  await platform.ended
  await database.drop()
})

test('two processes that start at once on a new database both come up', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  const env = { DATABASE_URL: database.url, AUTH_SECRET: 'k3y-of-the-tests-0123456789-abcdefgh' }
  const first = serve(env)
  const second = serve({ ...env, PORT: String(await freePort()) })
  await Promise.all([first.printed(RUNNING), second.printed(RUNNING)])
  expect(await ready()).toBe(200)
  first.child.kill('SIGTERM')
  second.child.kill('SIGTERM')
  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0])
  await database.drop()
})

const account = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' }
async function post(path: string): Promise<number> {
  const { status } = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  return status
}
const signUp = () => post('/api/auth/sign-up/email')
const signIn = () => post('/api/auth/sign-in/email')
