/** A change of credentials ends what the old ones made. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { endOtherSessions } from '../src/identity/end-other-sessions.js'
import type { Mail } from '../src/settings.js'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const OLD = 'correct horse battery'
const NEW = 'another horse entirely'

let platform: TestPlatform
const mails: Mail[] = []
beforeAll(async () => {
  platform = await startPlatform({
    trustProxy: 1,
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
})
afterAll(() => platform.close())

const signIn = (email: string, password: string) =>
  platform.nobody.post('/api/auth/sign-in/email', { email, password })

async function secondDevice({ email }: Person, password = OLD): Promise<Caller> {
  return platform.withCookies(await signIn(email, password))
}

let clients = 0
/** Each from an address of its own, below every limit of one client. */
async function requestReset(email: string): Promise<string> {
  const before = mails.length
  const find = () =>
    mails.slice(before).find(({ to, subject }) => to === email && subject.startsWith('Reset'))
  clients += 1
  await platform.nobody.post(
    '/api/auth/request-password-reset',
    { email, redirectTo: '/dashboard/reset-password' },
    { 'x-forwarded-for': `198.51.100.${clients}` },
  )
  const link = /http\S+/.exec((await vi.waitUntil(find, { timeout: 20_000 }))?.text ?? '')?.[0] ?? ''
  const opened = await fetch(link, { redirect: 'manual' })
  return new URL(opened.headers.get('location') ?? '', platform.url).searchParams.get('token') ?? ''
}

const reset = (token: string, newPassword = NEW) =>
  platform.nobody.post('/api/auth/reset-password', { token, newPassword })

const isSignedIn = async (caller: Caller) => (await caller.get('/api/auth/get-session')).body !== null

describe('a reset by mail', () => {
  test('ends every session, the old password and every other reset link', async () => {
    const person = await platform.signUp()
    const device = await secondDevice(person)
    const older = await requestReset(person.email)
    const newer = await requestReset(person.email)
    expect((await reset(newer)).status).toBe(200)
    expect([await isSignedIn(person), await isSignedIn(device)]).toEqual([false, false])
    expect((await signIn(person.email, OLD)).status).toBe(401)
    expect((await reset(older, 'a third horse altogether')).body.code).toBe('INVALID_TOKEN')
    expect((await reset(newer, 'a third horse altogether')).body.code).toBe('INVALID_TOKEN')
    expect((await signIn(person.email, NEW)).status).toBe(200)
  })

  test('leaves other people alone', async () => {
    const [person, other] = [await platform.signUp(), await platform.signUp()]
    const [theirs, others] = [await requestReset(person.email), await requestReset(other.email)]
    await reset(theirs)
    expect(await isSignedIn(other)).toBe(true)
    expect((await reset(others)).status).toBe(200)
  })

  test('is told to the owner', async () => {
    const person = await platform.signUp()
    await reset(await requestReset(person.email))
    const told = ({ to, subject }: Mail) =>
      to === person.email && subject === 'Your Vectreal password was changed'
    await vi.waitUntil(() => mails.some(told), { timeout: 20_000 })
    expect(mails.filter(told)).toHaveLength(1)
  })

  test('whose link is used twice at once works once', async () => {
    const person = await platform.signUp()
    const token = await requestReset(person.email)
    const responses = await Promise.all(
      ['first horse of two', 'second horse of two'].map((text) => reset(token, text)),
    )
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 400])
  })

  test('is stored as a hash', async () => {
    const person = await platform.signUp()
    const token = await requestReset(person.email)
    const { rows } = await platform.app.context.pool.query('select * from verifications where value = $1', [
      person.userId,
    ])
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('a change of password', () => {
  test.each([[{}], [{ revokeOtherSessions: false }], [{ revokeOtherSessions: true }]])(
    'ends the other sessions and the pending links, with %j',
    async (rest) => {
      const person = await platform.signUp()
      const device = await secondDevice(person)
      const link = await requestReset(person.email)
      const response = await person.post('/api/auth/change-password', {
        currentPassword: OLD,
        newPassword: NEW,
        ...rest,
      })
      expect(response.status).toBe(200)
      expect(await isSignedIn(device)).toBe(false)
      expect((await reset(link)).body.code).toBe('INVALID_TOKEN')
      const isRenewed = response.headers.getSetCookie().some((line) => line.includes('session_token'))
      const own = isRenewed ? platform.withCookies(response) : person
      expect(await isSignedIn(own)).toBe(true)
      expect((await signIn(person.email, NEW)).status).toBe(200)
    },
  )

  test('that is refused ends nothing', async () => {
    const person = await platform.signUp()
    const device = await secondDevice(person)
    const response = await person.post('/api/auth/change-password', {
      currentPassword: 'not the password',
      newPassword: NEW,
    })
    expect(response.status).toBe(400)
    expect([await isSignedIn(person), await isSignedIn(device)]).toEqual([true, true])
  })

  test('lets nobody in who was signing in with the old password meanwhile', async () => {
    const person = await platform.signUp()
    const attempts = Array.from({ length: 6 }, () => signIn(person.email, OLD))
    await person.post('/api/auth/change-password', { currentPassword: OLD, newPassword: NEW })
    const accepted = (await Promise.all(attempts)).filter(({ status }) => status === 200)
    const alive = await Promise.all(accepted.map((attempt) => isSignedIn(platform.withCookies(attempt))))
    expect(alive).not.toContain(true)
  })
})

test('a removed factor ends what `endOtherSessions` names, and keeps the session that asked', async () => {
  const person = await platform.signUp()
  const device = await secondDevice(person)
  const link = await requestReset(person.email)
  const { body } = await person.get('/api/auth/get-session')
  await endOtherSessions(platform.app.context.db, person.userId, body.session.id)
  expect([await isSignedIn(person), await isSignedIn(device)]).toEqual([true, false])
  expect((await reset(link)).body.code).toBe('INVALID_TOKEN')
})
