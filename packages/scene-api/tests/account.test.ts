/** A person's own account: where they are signed in, what they are told, what organizations see, and its end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Mail } from '../src/index.js'
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

const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

let platform: TestPlatform
let person: Person
let org: string
const mails: Mail[] = []
beforeAll(async () => {
  platform = await startPlatform({
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
})
afterAll(() => platform.close())
beforeEach(async () => {
  person = await platform.signUp()
  org = await platform.createOrganization(person, 'business')
  mails.length = 0
})

/** Mail is sent after the response. */
const WITHIN = { timeout: 20_000 }

const signIn = (password = PASSWORD, headers: Record<string, string> = FIREFOX): Promise<ApiResponse> =>
  platform.nobody.post('/api/auth/sign-in/email', { email: person.email, password }, headers)
const subjects = () => mails.filter(({ to }) => to === person.email).map(({ subject }) => subject)
const sessionsOf = async (caller: Caller) => (await caller.get('/api/account/sessions')).body.items

async function actions(organizationId = org, caller: Caller = person): Promise<string[]> {
  const { body } = await caller.get(`/api/organizations/${organizationId}/audit-log?limit=100`)
  return body.items.map(({ action }: { action: string }) => action)
}

describe('signed-in devices', () => {
  test('are listed with place and last use, and without what signs them in', async () => {
    const other = cookieOf(await signIn())
    const [latest, first] = await sessionsOf(person)
    expect(latest).toMatchObject({ isCurrent: false, device: 'Firefox on Linux', address: '127.0.0.1' })
    expect(first).toMatchObject({ isCurrent: true })
    platform.clock.advance(10 * 60_000)
    await platform.withCookie(other).get('/api/account/factors')
    const seen = (await sessionsOf(person))[0].lastSeenAt
    expect(Date.parse(seen) - Date.parse(latest.lastSeenAt)).toBeGreaterThan(9 * 60_000)
    const text = JSON.stringify(await sessionsOf(person))
    for (const cookie of [other, person.credentials.cookie as string]) {
      expect(text).not.toContain(decodeURIComponent(cookie.split('=')[1] as string).split('.')[0])
    }
  })

  test('are ended one by one, or all others at once, and never somebody else’s', async () => {
    const [a, b] = [await signIn(), await signIn()].map((response) => platform.withCookie(cookieOf(response)))
    const [latest] = await sessionsOf(person)
    const stranger = await platform.signUp()
    expect((await stranger.delete(`/api/account/sessions/${latest.id}`)).status).toBe(404)
    expect((await person.delete(`/api/account/sessions/${latest.id}`)).status).toBe(204)
    expect((await person.delete(`/api/account/sessions/${latest.id}`)).status).toBe(404)
    expect((await b?.get('/api/account/sessions'))?.status).toBe(401)
    expect((await a?.get('/api/account/sessions'))?.status).toBe(200)
    expect((await person.post('/api/account/sessions/end-others')).status).toBe(204)
    expect((await a?.get('/api/account/sessions'))?.status).toBe(401)
    expect(await sessionsOf(person)).toMatchObject([{ isCurrent: true }])
    expect((await stranger.get('/api/account/sessions')).status).toBe(200)
  })
})

describe('mail and audit log', () => {
  test('tell of a sign-in, and mail only of a device that is new', async () => {
    await signIn()
    expect(subjects()).toEqual(['A new device signed in to your Vectreal account'])
    expect(mails[0]?.text).toContain('Firefox on Linux, from the address 127.0.0.1')
    await signIn()
    expect(subjects()).toHaveLength(1)
    const { body } = await person.get(`/api/organizations/${org}/audit-log?action=account.signed_in`)
    expect(body.items).toHaveLength(2)
    expect(body.items[0]).toMatchObject({
      actor: { id: person.userId },
      target: { kind: 'user', id: person.userId },
      after: { method: 'password', device: 'Firefox on Linux' },
      address: '127.0.0.1',
    })
  })

  test('tell of failed sign-ins once an hour, with how many there were', async () => {
    const failed = async () =>
      (await person.get(`/api/organizations/${org}/audit-log?action=account.sign_in_failed`)).body.items
    for (let round = 0; round < 5; round += 1) await signIn('wrong password')
    await expect.poll(failed).toMatchObject([{ after: { email: person.email } }])
    platform.clock.advance(3_600_000)
    await signIn('wrong password')
    await expect.poll(async () => (await failed()).length).toBe(2)
    expect((await failed())[0].after).toEqual({
      email: person.email,
      method: 'password',
      furtherFailuresBefore: 4,
    })
    const unknown = await platform.nobody.post('/api/auth/sign-in/email', {
      email: 'nobody@example.test',
      password: 'wrong password',
    })
    expect(unknown.status).toBe(401)
  })

  test('tell of factors and keys, and the log of every organization concerned tells alike', async () => {
    const second = await platform.createOrganization(person, 'business')
    const { body } = await person.post('/api/auth/two-factor/enable', { password: PASSWORD })
    const code = totpCode(secretOf(body.totpURI))
    const verified = await person.post('/api/auth/two-factor/verify-totp', { code })
    const caller = platform.withCookie(cookieOf(verified))
    const project = (await caller.post(`/api/organizations/${org}/projects`, { name: 'P' })).body.id
    await caller.post(`/api/organizations/${org}/api-keys`, { name: 'Web', projectIds: [project] })
    await caller.post('/api/auth/two-factor/disable', { password: PASSWORD })
    expect(subjects()).toEqual([
      'An authenticator app was added to your Vectreal account',
      'A new API key was made under your name',
      'An authenticator app was removed from your Vectreal account',
    ])
    const again = platform.withCookie(cookieOf(await signIn()))
    for (const organization of [org, second]) {
      expect(await actions(organization, again)).toEqual(
        expect.arrayContaining(['account.factor_added', 'account.factor_removed', 'account.signed_in']),
      )
    }
  })

  test('tell of a password that was changed or reset', async () => {
    await person.post('/api/auth/change-password', {
      currentPassword: PASSWORD,
      newPassword: 'another horse battery',
    })
    expect(await actions()).toContain('account.password_changed')
    const { email } = person
    await platform.nobody.post('/api/auth/request-password-reset', { email, redirectTo: '/dashboard/x' })
    const link = () => mails.find(({ text }) => text.includes('/reset-password/'))?.text
    await expect.poll(link).toBeDefined()
    const token = /reset-password\/([\w-]+)/.exec(link() ?? '')?.[1]
    const newPassword = 'third horse battery'
    await platform.nobody.post('/api/auth/reset-password', { token, newPassword })
    const again = platform.withCookie(cookieOf(await signIn(newPassword)))
    expect(await actions(org, again)).toContain('account.password_reset')
  })

  test('tell of an organization that is deleted', async () => {
    const gone = await platform.createOrganization(person, 'business')
    await person.post('/api/auth/organization/delete', { organizationId: gone })
    const { rows } = await platform.app.context.pool.query(
      'select action from audit_log where organization_id = $1 order by sequence desc limit 1',
      [gone],
    )
    expect(rows).toEqual([{ action: 'organization.deleted' }])
  })
})

describe('a new address', () => {
  const change = (email: string) => person.post('/api/account/address', { email })
  const tokenIn = (mail: Mail | undefined) => /#address=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  const confirmWith = (caller: Caller, token: string | undefined) =>
    caller.post('/api/account/address/confirm', { token })
  const newAddress = () => `new-${crypto.randomUUID()}@example.test`
  /** The link's token from the mail to `address`, once that mail is there: mail goes in turns, in no order. */
  const tokenSentTo = (address: string) =>
    vi.waitUntil(() => tokenIn(mails.find(({ to }) => to === address)), WITHIN)

  test('is used once its own link is, which ends the other sessions; both addresses hear of it', async () => {
    const other = platform.withCookie(cookieOf(await signIn()))
    const address = newAddress()
    expect((await change(address.toUpperCase())).body).toEqual({ isPending: true })
    const token = await tokenSentTo(address)
    await vi.waitUntil(() => subjects().some((subject) => subject.includes('address')), WITHIN)
    expect((await signIn()).status).toBe(200)

    const stranger = await platform.signUp()
    expect((await confirmWith(stranger, token)).status).toBe(400)
    expect((await confirmWith(person, token)).status).toBe(204)
    expect((await confirmWith(person, token)).body.errors).toMatchObject([{ path: 'token' }])
    expect((await other.get('/api/account/sessions')).status).toBe(401)
    expect((await signIn()).status).toBe(401)
    const { body } = await person.get('/api/auth/get-session')
    expect(body.user).toMatchObject({ email: address, emailVerified: true })
    expect(await actions()).toContain('account.address_changed')
    const told = () => mails.filter(({ subject }) => subject.includes('was changed')).map(({ to }) => to)
    await vi.waitUntil(() => told().length === 2, WITHIN)
    expect(told().toSorted()).toEqual([person.email, address].toSorted())
  })

  test('of somebody else gets the same response, and mailed to its owner without a link', async () => {
    const taken = (await platform.signUp()).email
    expect((await change(taken)).body).toEqual({ isPending: true })
    expect(tokenIn(mails.find(({ to }) => to === taken))).toBeUndefined()
  })

  test('is asked for twenty times a day, whatever addresses somebody names', async () => {
    const statuses = []
    for (let index = 0; index < 21; index += 1) statuses.push((await change(newAddress())).status)
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200))
    expect(statuses[20]).toBe(429)
  })

  test('is only the one of the latest link, and of no link after an hour', async () => {
    const [former, latest] = [newAddress(), newAddress()]
    await change(former)
    const first = await tokenSentTo(former)
    await change(latest)
    expect((await confirmWith(person, first)).status).toBe(400)
    const second = await tokenSentTo(latest)
    platform.clock.advance(3_600_000)
    expect((await confirmWith(person, second)).status).toBe(400)
  })

  test.each([
    ['no address'],
    ['a@b'],
    ['two@example.test,three@example.test'],
    [`${'a'.repeat(260)}@example.test`],
  ])('is not %s', async (email) => {
    expect((await change(email)).body).toMatchObject({ status: 400, errors: [{ path: 'email' }] })
  })
})

describe('deleting the account', () => {
  test('is refused to the last owner, who is told where', async () => {
    const response = await person.delete('/api/account')
    expect(response.body).toMatchObject({ status: 409, code: 'conflict', organizations: [{ id: org }] })
    expect((await person.get('/api/account/sessions')).status).toBe(200)
  })

  test('ends the account and leaves its keys to the organization', async () => {
    const successor = await platform.addMember(person, org, 'owner')
    const base = `/api/organizations/${org}`
    const project = (await person.post(`${base}/projects`, { name: 'P' })).body.id
    const key = (await person.post(`${base}/api-keys`, { name: 'Web', projectIds: [project] })).body.apiKey
    const other = platform.withCookie(cookieOf(await signIn()))
    expect((await person.delete('/api/account')).status).toBe(204)
    expect((await other.get('/api/account/sessions')).status).toBe(401)
    expect((await signIn()).status).toBe(401)
    const kept = (await successor.get(`${base}/api-keys/${key.id}`)).body
    expect(kept).toMatchObject({ status: 'active', createdBy: { email: person.email } })
    expect(await actions(org, successor)).toContain('member.removed')
  })

  test('two owners who go at once: one stays', async () => {
    const second = await platform.addMember(person, org, 'owner')
    const responses = await Promise.all([person, second].map((owner) => owner.delete('/api/account')))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([204, 409])
  })

  test('asks for a fresh proof', async () => {
    await platform.app.context.pool.query(
      "update sessions set created_at = created_at - interval '1 hour' where user_id = $1",
      [person.userId],
    )
    const asked = await person.send('/api/account', { method: 'DELETE', confirms: false })
    expect(asked.body.code).toBe('confirmation_required')
  })
})
