/** The receivers that the docs show, started as they stand there. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signStandard } from '../src/domain/webhooks/sign-event.js'
import { generateWebhookSecret } from '../src/domain/webhooks/webhook-secret.js'
import { type Receiver, startReceiver } from './support/receiver.js'

const page = await readFile(fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url)), 'utf8')
const secret = generateWebhookSecret()
const event = {
  id: 'event-1',
  type: 'api_key.expiring',
  at: new Date(),
  data: {
    apiKey: {
      name: 'Website',
      preview: 'aB7Q',
      expiresAt: '2027-01-30T00:00:00.000Z',
      projects: [{ id: 'p', name: 'Shop' }],
    },
  },
}
const hasInterpreter = (name: string): boolean => spawnSync(name, ['--version']).status === 0

/** The first code block below a heading. */
function sampleBelow(heading: string): string {
  const after = page.slice(page.indexOf(`# ${heading}\n`))
  return /```\w+[^\n]*\n([^]*?)```/.exec(after)?.[1] ?? ''
}

let folder: string
let child: ChildProcess | undefined
let elsewhere: Receiver
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-receiver-'))
  await symlink(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'))
  elsewhere = await startReceiver()
})
afterEach(async () => {
  child?.kill()
  elsewhere.close()
  await rm(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function start(
  heading: string,
  file: string,
  command: (port: number) => string[],
  env: NodeJS.ProcessEnv = {},
) {
  const port = await freePort()
  await writeFile(join(folder, file), sampleBelow(heading))
  const [name = '', ...args] = command(port)
  child = spawn(name, args, {
    cwd: folder,
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port), ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const url = `http://127.0.0.1:${port}/`
  await expect
    .poll(
      () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
  return async (secrets: readonly string[], sentAt = new Date()) => {
    const { body, headers } = signStandard(event, secrets, sentAt)
    return (await fetch(url, { method: 'POST', headers, body })).status
  }
}

describe.each([
  ['Node', 'receiver.mjs', 'node', () => ['node', 'receiver.mjs']],
  ['Python', 'receiver.py', 'python3', () => ['python3', 'receiver.py']],
  ['PHP', 'receiver.php', 'php', (port: number) => ['php', '-S', `127.0.0.1:${port}`, 'receiver.php']],
] as const)('the receiver in %s', (heading, file, interpreter, command) => {
  test.runIf(hasInterpreter(interpreter))(
    'takes what is signed, in a rotation too, and nothing else',
    async () => {
      const send = await start(heading, file, command)
      const other = generateWebhookSecret()
      expect(await send([secret])).toBe(204)
      expect(await send([other, secret])).toBe(204)
      expect(await send([other])).toBe(400)
      expect(await send([secret], new Date(Date.now() - 3_600_000))).toBe(400)
    },
  )
})

const NODE = ['node', 'receiver.mjs']

test('the sample for GitHub opens an issue', async () => {
  const env = { GITHUB_TOKEN: 't', GITHUB_REPOSITORY: 'acme/site', GITHUB_API_URL: elsewhere.url }
  const send = await start('A GitHub issue 14 days before a key ends', 'receiver.mjs', () => NODE, env)
  expect(await send([secret])).toBe(204)
  expect(elsewhere.payloads('/repos/acme/site/issues')).toMatchObject([
    { title: 'Rotate the API key Website (…aB7Q) before 2027-01-30' },
  ])
  elsewhere.respond('/repos/acme/site/issues', (res) => res.writeHead(500).end())
  expect(await send([secret])).toBe(502)
})

test('the sample for Slack writes a message', async () => {
  const env = { SLACK_WEBHOOK_URL: `${elsewhere.url}/services/T/B/X` }
  const send = await start('A Slack message 14 days before a key ends', 'receiver.mjs', () => NODE, env)
  expect(await send([secret])).toBe(204)
  expect(elsewhere.payloads('/services/T/B/X')).toEqual([
    { text: 'The API key Website (…aB7Q) ends on 2027-01-30: rotate it.' },
  ])
  expect(await send([generateWebhookSecret()])).toBe(400)
})
