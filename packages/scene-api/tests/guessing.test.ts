/** Guessing costs: wrong guesses count per account and per client, and the owner gets in all the same. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Mail } from '../src/settings.js'
import { auditEntries } from './support/organization.js'
import { cookieOf, OPERATOR_TOKEN, PASSWORD, startPlatform, type TestPlatform } from './support/platform.js'
import { secretOf, totpCode } from './support/totp.js'

const LIMIT = 10

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

let clients = 0
const anotherClient = () => {
  clients += 1
  return { 'x-forwarded-for': `2001:db8:0:${clients.toString(16)}::1` }
}
const signIn = (email: string, password: string, headers: Record<string, string> = anotherClient()) =>
  platform.nobody.post('/api/auth/sign-in/email', { email, password }, headers)
const statusesOf = (responses: readonly { status: number }[], status: number) =>
  responses.filter((response) => response.status === status).length

describe('the password of an account', () => {
  test('is guessed no more than ten times in a window, from however many addresses at once', async () => {
    const person = await platform.signUp()
    const responses = await Promise.all(
      Array.from({ length: 25 }, (_, index) => signIn(person.email, `guess number ${index}`)),
    )
    expect([statusesOf(responses, 401), statusesOf(responses, 429)]).toEqual([LIMIT, 15])
    const refused = responses.find(({ status }) => status === 429)
    expect(refused?.body.code).toBe('rate_limited')
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    // The right one is not told from the wrong ones.
    expect((await signIn(person.email, PASSWORD)).status).toBe(429)
    const notices = () =>
      mails.filter(({ to, subject }) => to === person.email && subject.startsWith('Somebody is trying'))
    await vi.waitUntil(() => notices().length > 0, { timeout: 20_000 })
    expect(notices()).toHaveLength(1)
    platform.clock.advance(15 * 60_000)
    expect((await signIn(person.email, PASSWORD)).status).toBe(200)
  })

  test('is not told apart from that of an account that does not exist', async () => {
    const responses = []
    for (let index = 0; index <= LIMIT; index += 1)
      responses.push(await signIn('nobody@example.test', `guess ${index}`))
    expect([statusesOf(responses, 401), statusesOf(responses, 429)]).toEqual([LIMIT, 1])
  })

  test('opens it for the owner meanwhile: on a device that signed in before, or after a reset', async () => {
    const person = await platform.signUp()
    const device = platform.withCookies(await signIn(person.email, PASSWORD))
    await Promise.all(
      Array.from({ length: LIMIT }, (_, index) => signIn(person.email, `guess number ${index}`)),
    )
    expect((await signIn(person.email, PASSWORD)).status).toBe(429)
    expect((await signIn(person.email, PASSWORD, { ...anotherClient(), ...device.credentials })).status).toBe(
      200,
    )

    await platform.nobody.post('/api/auth/request-password-reset', { email: person.email }, anotherClient())
    const link = await vi.waitUntil(
      () => mails.findLast(({ to, subject }) => to === person.email && subject.startsWith('Reset')),
      { timeout: 20_000 },
    )
    const token = /reset-password\/([\w-]+)/.exec(link.text)?.[1]
    await platform.nobody.post(
      '/api/auth/reset-password',
      { token, newPassword: 'another horse entirely' },
      anotherClient(),
    )
    expect((await signIn(person.email, 'another horse entirely')).status).toBe(200)
  })

  test('is counted for a known device as well, and a forged mark makes none', async () => {
    const person = await platform.signUp()
    const device = platform.withCookies(await signIn(person.email, PASSWORD))
    const other = platform.withCookies(await signIn((await platform.signUp()).email, PASSWORD))
    for (const { credentials } of [device, other]) {
      const headers = { ...anotherClient(), ...credentials }
      const responses = await Promise.all(
        Array.from({ length: LIMIT + 2 }, (_, index) =>
          signIn(person.email, `guess number ${index}`, headers),
        ),
      )
      expect(statusesOf(responses, 401)).toBe(LIMIT)
    }
    // Both counts are full: that of the own devices and that of everybody else.
    expect((await signIn(person.email, PASSWORD)).status).toBe(429)
  })

  test.each([
    ['/api/auth/verify-password', 'password', {}],
    ['/api/auth/change-password', 'currentPassword', { newPassword: 'another horse entirely' }],
  ])('is guessed no more than ten times from an open session: %s', async (path, field, rest) => {
    const person = await platform.signUp()
    const responses = await Promise.all(
      Array.from({ length: 41 }, (_, index) =>
        person.post(path, { [field]: `guess number ${index}`, ...rest }, anotherClient()),
      ),
    )
    expect(statusesOf(responses, 400)).toBe(LIMIT)
    expect(statusesOf(responses, 429)).toBe(31)
    expect((await signIn(person.email, PASSWORD)).status).toBe(200)
  })
})

test('codes that are guessed after the right password are told to the owner, and stand in the audit log', async () => {
  const person = await platform.signUp()
  const org = await platform.createOrganization(person, 'business')
  const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const code = totpCode(secretOf(body.totpURI))
  const owner = platform.withCookie(cookieOf(await person.post('/api/auth/two-factor/verify-totp', { code })))
  // Wrong passwords come first, and do not hide what follows.
  await signIn(person.email, 'not the password')
  for (let challenge = 0; challenge < 3; challenge += 1) {
    const { credentials } = platform.withCookies(await signIn(person.email, PASSWORD))
    for (let guess = 0; guess < 5; guess += 1) {
      const headers = { ...credentials, ...anotherClient() }
      await platform.nobody.post('/api/auth/two-factor/verify-totp', { code: '000000' }, headers)
    }
  }
  const notices = () =>
    mails.filter(({ to, subject }) => to === person.email && subject.startsWith('Somebody who knows'))
  await vi.waitUntil(() => notices().length > 0, { timeout: 20_000 })
  expect(notices()).toHaveLength(1)
  const failures = async (): Promise<unknown[]> => {
    const items = await auditEntries(owner, org, { action: 'account.sign_in_failed' })
    return items.map(({ after }) => after?.['method'])
  }
  await vi.waitUntil(async () => (await failures()).length === 2, { timeout: 20_000 })
  expect((await failures()).toSorted()).toEqual(['code', 'password'])
})

test('one client tries no more than fifty links and accounts in a window', async () => {
  const headers = anotherClient()
  const responses = []
  for (let index = 0; index < 60; index += 1) {
    responses.push(
      await platform.nobody.get(`/api/auth/reset-password/guess-${index}?callbackURL=/`, headers),
    )
  }
  expect(statusesOf(responses, 429)).toBe(10)
  expect(
    (await platform.nobody.post('/api/auth/reset-password', { token: 'x', newPassword: 'a horse' }, headers))
      .status,
  ).toBe(429)
  expect((await signIn('nobody-at-all@example.test', 'whatever it is', headers)).status).toBe(429)
  expect((await signIn('nobody-at-all@example.test', 'whatever it is')).status).toBe(401)
})

test('a client that guesses the operator token is refused, whatever it sends then', async () => {
  const path = '/api/operator/organizations/none/plan'
  const put = (token: string, headers: Record<string, string>) =>
    platform.nobody.send(path, {
      method: 'PUT',
      body: { plan: 'pro' },
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
  const headers = anotherClient()
  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => put(`guess-number-${index}`, headers)),
  )
  expect([statusesOf(responses, 401), statusesOf(responses, 429)]).toEqual([20, 80])
  expect((await put(OPERATOR_TOKEN, headers)).status).toBe(429)
  const metrics = { authorization: `Bearer ${OPERATOR_TOKEN}`, ...headers }
  expect((await platform.nobody.get('/metrics', metrics)).status).toBe(429)
  for (let index = 0; index < 30; index += 1)
    expect((await put(OPERATOR_TOKEN, anotherClient())).status).toBe(404)
})
