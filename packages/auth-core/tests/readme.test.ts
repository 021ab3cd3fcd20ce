/** Runs the README's server as it stands. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
let server: ChildProcess
let address: string
let token: string

beforeAll(async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [guard = '', store = ''] = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code)
  folder = await mkdtemp(join(tmpdir(), 'vectreal-readme-'))
  await mkdir(join(folder, 'node_modules', '@vectreal'), { recursive: true })
  await symlink(root, join(folder, 'node_modules', '@vectreal', 'auth-core'))
  await writeFile(join(folder, 'guard.mjs'), guard)
  await writeFile(join(folder, 'store.mjs'), store)
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  server = spawn(process.execPath, [join(folder, 'guard.mjs')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  token = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server of the README ended with ${code}`)))
    server.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  // The token is printed a moment before the server listens.
  await vi.waitFor(() => fetch(address), { timeout: 30_000 })
})

afterAll(async () => {
  server?.kill()
  await rm(folder, { recursive: true, force: true })
})

describe('the server of the README', () => {
  test.each([
    [200, 'a shoe', 'shoe', 'https://www.example.com', () => `Bearer ${token}`],
    [200, 'a shoe', 'shoe', 'http://localhost:5173', () => `bearer ${token}`],
    [401, 'missing_token', 'shoe', 'https://www.example.com', () => ''],
    [401, 'malformed_token', 'shoe', 'https://www.example.com', () => `Bearer ${token}0`],
    [404, 'scene_not_found', 'boot', 'https://www.example.com', () => `Bearer ${token}`],
    [403, 'domain_not_allowed', 'shoe', 'https://example.org', () => `Bearer ${token}`],
  ])('responds with %d %s for %s to %s', async (status, body, scene, origin, authorization) => {
    const response = await fetch(`${address}/${scene}`, {
      headers: { Origin: origin, Authorization: authorization() },
    })
    expect([response.status, await response.text()]).toEqual([status, body])
  })
})
