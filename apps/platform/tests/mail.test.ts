/** Invitations and password resets, from the real process through a real SMTP server. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, freePort } from '@vectreal/test-kit'
import '@vectreal/test-kit/vitest-postgres'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { type PlatformProcess, runPlatform } from './support/process.js'

let smtp: SMTPServer
let database: Awaited<ReturnType<typeof createDatabase>>
let platform: PlatformProcess
let folder: string
let url: string
const received: string[] = []
/** Ends what waits for a recipient of a domain whose mail server does not respond. */
const hanging: (() => void)[] = []

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (address.endsWith('@hangs.example')) hanging.push(() => done(new Error('no such mailbox')))
      else done()
    },
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        received.push(Buffer.concat(parts).toString())
        done()
      })
    },
  })
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve)
  })
  database = await createDatabase(inject('postgresUrl'))
  folder = await mkdtemp(join(tmpdir(), 'vectreal-mail-'))
  const port = await freePort()
  url = `http://localhost:${port}`
  platform = runPlatform('serve', {
    DATABASE_URL: database.url,
    AUTH_SECRET: 'the-secret-of-this-test-0123456789abcdef',
    DATA_DIR: folder,
    PORT: String(port),
    SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    MAIL_FROM: 'Scenes <scenes@example.test>',
    LOG_LEVEL: 'error',
  })
  await platform.printed('Vectreal is running')
})
afterAll(async () => {
  platform.child.kill('SIGTERM')
  await platform.ended
  await new Promise<void>((resolve) => {
    smtp.close(resolve)
  })
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function post(path: string, body: unknown, cookie?: string) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: (await response.json()) as { id: string },
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; '),
  }
}

/** The mail of that subject to an address: its headers, and its text with soft line breaks undone. */
async function mailTo(address: string, subject: string): Promise<string> {
  const find = () =>
    received.find((mail) => mail.includes(`To: ${address}`) && mail.includes(`Subject: ${subject}`))
  await vi.waitUntil(find, { timeout: 10_000 })
  return (find() ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
}

/** Signs up, and proves the address with the link in the mail. */
async function signUp(name: string) {
  const email = `${name}@example.test`
  const password = 'correct horse battery'
  await post('/api/auth/sign-up/email', { name, email, password })
  const mail = await mailTo(email, 'Confirm your address')
  expect(mail).toContain(`${url}/dashboard/verify-address#token=`)
  return post('/api/auth/verify-address', { token: /#token=([\w-]+)/.exec(mail)?.[1], password })
}

test('whoever forgot the password gets a link, and signs in with a new one', async () => {
  await signUp('ada')
  const asked = await post('/api/auth/request-password-reset', {
    email: 'ada@example.test',
    redirectTo: '/dashboard/reset-password',
  })
  expect(asked.status).toBe(200)
  const mail = await mailTo('ada@example.test', 'Reset')
  expect(mail).toContain('From: Scenes <scenes@example.test>')
  const link = /http:\S+/.exec(mail)?.[0] ?? ''
  const opened = await fetch(link, { redirect: 'manual' })
  const page = new URL(opened.headers.get('location') ?? '', url)
  expect(page.pathname).toBe('/dashboard/reset-password')
  const reset = await post('/api/auth/reset-password', {
    newPassword: 'another horse entirely',
    token: page.searchParams.get('token'),
  })
  expect(reset.status).toBe(200)
  const signIn = (password: string) =>
    post('/api/auth/sign-in/email', { email: 'ada@example.test', password })
  expect((await signIn('another horse entirely')).status).toBe(200)
  expect((await signIn('correct horse battery')).status).toBe(401)
})

test('an address that nobody has gets the same response and no mail', async () => {
  const asked = await post('/api/auth/request-password-reset', { email: 'nobody@example.test' })
  expect(asked.status).toBe(200)
  expect(received.filter((mail) => mail.includes('nobody@example.test'))).toEqual([])
})

test('an organization whose mail hangs delays the mail of nobody else', async () => {
  const { cookie } = await signUp('mallory')
  const { body } = await post('/api/auth/organization/create', { name: 'Many', slug: 'many' }, cookie)
  for (let index = 0; index < 8; index += 1) {
    const email = `crew${index}@hangs.example`
    const invitation = { email, role: 'member', organizationId: body.id }
    expect((await post('/api/auth/organization/invite-member', invitation, cookie)).status).toBe(200)
  }
  await vi.waitUntil(() => hanging.length > 0, { timeout: 20_000 })
  await signUp('heidi')
  expect(hanging.length).toBe(1)
  for (const end of hanging) end()
})

test('an invitation arrives as a link, and stands whether or not the mail could be sent', async () => {
  const { cookie } = await signUp('grace')
  const organization = await post('/api/auth/organization/create', { name: 'Ships', slug: 'ships' }, cookie)
  const invite = (email: string) =>
    post(
      '/api/auth/organization/invite-member',
      { email, role: 'member', organizationId: organization.body.id },
      cookie,
    )
  const invited = await invite('crew@example.test')
  const mail = await mailTo('crew@example.test', 'Join')
  expect(mail).toContain('grace invites you to Ships')
  expect(mail).toContain(`${url}/dashboard/invitations/${invited.body.id}`)

  await new Promise<void>((resolve) => {
    smtp.close(resolve)
  })
  expect((await invite('late@example.test')).status).toBe(200)
  await platform.printed('mail could not be sent')
  expect(platform.output()).not.toContain('invites you')
})
