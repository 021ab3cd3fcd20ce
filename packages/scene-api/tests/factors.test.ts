/** A second factor over HTTP: set up, asked for at sign-in, lost, removed. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiResponse,
  type Caller,
  cookieOf,
  PASSWORD,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'
import { secretOf, totpCode } from './support/totp.js'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startPlatform()
})
afterAll(() => platform.close())

async function query(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: platform.databaseUrl })
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}

interface Protected {
  readonly person: Person
  readonly caller: Caller
  readonly secret: string
  readonly backupCodes: string[]
}

/** Somebody whose authenticator app is set up, and has spent no code yet. */
async function protect(): Promise<Protected> {
  const person = await platform.signUp()
  const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
  const secret = secretOf(body.totpURI)
  const verified = await person.post('/api/auth/two-factor/verify-totp', { code: totpCode(secret) })
  expect(verified.status).toBe(200)
  await query('update two_factors set last_step = 0 where user_id = $1', [person.userId])
  return {
    person,
    caller: platform.withCookie(cookieOf(verified)),
    secret,
    backupCodes: body.backupCodes,
  }
}

const signIn = (email: string): Promise<ApiResponse> =>
  platform.nobody.post('/api/auth/sign-in/email', { email, password: PASSWORD })

/** The second step, by whoever went through the first one. */
const giveCode = (first: ApiResponse, code: string, route = 'verify-totp'): Promise<ApiResponse> =>
  platform.withCookie(cookieOf(first)).post(`/api/auth/two-factor/${route}`, { code })

const isSignedIn = async (caller: Caller) => (await caller.get('/api/auth/get-session')).body !== null

describe('an authenticator app', () => {
  test('counts from the first right code on, and its secret is stored encrypted', async () => {
    const person = await platform.signUp()
    const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
    expect(body.totpURI).toMatch(/^otpauth:\/\/totp\/Vectreal/)
    expect(body.backupCodes).toHaveLength(10)
    expect((await signIn(person.email)).body.twoFactorRedirect).toBeUndefined()
    const wrong = await person.post('/api/auth/two-factor/verify-totp', { code: '000000' })
    expect(wrong.status).toBe(401)
    expect(await person.api.call('GET /api/account/factors')).toMatchObject({ authenticatorApp: false })

    const [row] = await query('select * from two_factors where user_id = $1', [person.userId])
    const stored = JSON.stringify(row)
    expect(stored).not.toContain(secretOf(body.totpURI))
    for (const code of body.backupCodes) expect(stored).not.toContain(code)
  })

  test('wants the right password, and responses are never stored by anyone', async () => {
    const person = await platform.signUp()
    const wrong = await person.post('/api/auth/two-factor/enable', { password: 'not this one' })
    expect(wrong.body).toMatchObject({ status: 400, code: 'INVALID_PASSWORD' })
    const none = await person.post('/api/auth/two-factor/enable', {})
    expect(none.status).toBe(400)
    const right = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
    expect(right.headers.get('cache-control')).toBe('no-store')
  })

  test('is asked for after the password, which alone opens nothing', async () => {
    const { person, secret } = await protect()
    const first = await signIn(person.email)
    expect(first.body).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] })
    expect(await isSignedIn(platform.withCookie(cookieOf(first)))).toBe(false)
    expect((await giveCode(first, '123')).status).toBe(401)
    const second = await giveCode(first, totpCode(secret))
    expect(second.status).toBe(200)
    expect(await isSignedIn(platform.withCookie(cookieOf(second)))).toBe(true)
  })

  test('takes each code once, and none older than that', async () => {
    const { person, secret } = await protect()
    // Of one moment, so that both are still good when they arrive.
    const [older, code] = [totpCode(secret), totpCode(secret, 1)]
    expect((await giveCode(await signIn(person.email), code)).status).toBe(200)
    for (const used of [code, older]) {
      const again = await giveCode(await signIn(person.email), used)
      expect(again.body).toMatchObject({ status: 401, code: 'CODE_ALREADY_USED' })
      expect(await isSignedIn(platform.withCookie(cookieOf(again)))).toBe(false)
    }
  })

  test('takes a code once of two who give it at the same time', async () => {
    const { person, secret } = await protect()
    const code = totpCode(secret)
    const both = await Promise.all(
      [await signIn(person.email), await signIn(person.email)].map((first) => giveCode(first, code)),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  test('locks the second step, for a while, after ten wrong codes', async () => {
    const { person, secret } = await protect()
    for (let round = 0; round < 2; round += 1) {
      const first = await signIn(person.email)
      for (let guess = 0; guess < 5; guess += 1) await giveCode(first, '000000')
    }
    const right = await giveCode(await signIn(person.email), totpCode(secret))
    expect(right.status).toBe(429)
    await query("update two_factors set locked_until = now() - interval '1 second' where user_id = $1", [
      person.userId,
    ])
    expect((await giveCode(await signIn(person.email), totpCode(secret))).status).toBe(200)
  })

  test('that is lost is stood in for by a recovery code, once', async () => {
    const { person, caller, backupCodes } = await protect()
    const code = backupCodes[0] as string
    const second = await giveCode(await signIn(person.email), code, 'verify-backup-code')
    expect(second.status).toBe(200)
    expect(await caller.api.call('GET /api/account/factors')).toMatchObject({ recoveryCodesLeft: 9 })
    expect((await giveCode(await signIn(person.email), code, 'verify-backup-code')).status).toBe(401)

    const renewed = await caller.post('/api/auth/two-factor/generate-backup-codes', { password: PASSWORD })
    expect(renewed.body.backupCodes).toHaveLength(10)
    const old = await giveCode(await signIn(person.email), backupCodes[1] as string, 'verify-backup-code')
    expect(old.status).toBe(401)
  })

  test('tells nobody who is signed in which codes are right', async () => {
    const { caller, secret, backupCodes } = await protect()
    for (const code of [totpCode(secret), '000000']) {
      const response = await caller.post('/api/auth/two-factor/verify-totp', { code })
      expect(response.body).toMatchObject({ status: 400, code: 'ALREADY_SIGNED_IN' })
    }
    const recovery = await caller.post('/api/auth/two-factor/verify-backup-code', { code: backupCodes[0] })
    expect(recovery.body.code).toBe('ALREADY_SIGNED_IN')
    expect(await caller.api.call('GET /api/account/factors')).toMatchObject({ recoveryCodesLeft: 10 })
  })

  test('is no way to guess the password', async () => {
    const { caller } = await protect()
    const guesses = await Promise.all(
      Array.from({ length: 14 }, (_, index) =>
        caller.post('/api/auth/two-factor/disable', { password: `guess number ${index}` }),
      ),
    )
    expect(guesses.filter(({ status }) => status === 400)).toHaveLength(10)
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(4)
  })

  test('that is removed ends the other sessions and the remembered devices', async () => {
    const { person, caller, secret } = await protect()
    const other = await platform
      .withCookie(cookieOf(await signIn(person.email)))
      .post('/api/auth/two-factor/verify-totp', { code: totpCode(secret), trustDevice: true })
    const otherDevice = platform.withCookie(cookieOf(other))
    expect(await isSignedIn(otherDevice)).toBe(true)

    const removed = await caller.post('/api/auth/two-factor/disable', { password: PASSWORD })
    expect(removed.status).toBe(200)
    expect(await isSignedIn(platform.withCookie(cookieOf(removed)))).toBe(true)
    expect(await isSignedIn(otherDevice)).toBe(false)
    const left = await query('select 1 from verifications where value = $1', [person.userId])
    expect(left).toEqual([])
    expect((await signIn(person.email)).body.twoFactorRedirect).toBeUndefined()
  })
})

describe('as proof of who is there', () => {
  const age = (person: Person) =>
    query(
      `update sessions set created_at = created_at - interval '1 hour',
        confirmed_at = confirmed_at - interval '1 hour' where user_id = $1`,
      [person.userId],
    )

  test('a code counts once, and so does a recovery code', async () => {
    const { person, caller, secret, backupCodes } = await protect()
    await age(person)
    const asked = await caller.post('/api/auth/two-factor/generate-backup-codes', { password: PASSWORD })
    expect(asked.body).toMatchObject({ code: 'confirmation_required', methods: ['password', 'code'] })
    const confirm = (code: string) => caller.api.call('POST /api/account/confirm', { body: { code } })
    await expect(confirm('000000')).rejects.toMatchObject({ status: 400, errors: [{ path: 'code' }] })
    const code = totpCode(secret)
    await confirm(code)
    await expect(confirm(code)).rejects.toMatchObject({ status: 400 })
    await confirm(backupCodes[0] as string)
    await expect(confirm(backupCodes[0] as string)).rejects.toMatchObject({ status: 400 })
  })

  test('a code of an app that is not set up yet proves nothing, and sets nothing up', async () => {
    const person = await platform.signUp()
    const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
    const code = totpCode(secretOf(body.totpURI))
    await expect(person.api.call('POST /api/account/confirm', { body: { code } })).rejects.toMatchObject({
      status: 400,
    })
    expect(await person.api.call('GET /api/account/factors')).toMatchObject({ authenticatorApp: false })
  })
})
