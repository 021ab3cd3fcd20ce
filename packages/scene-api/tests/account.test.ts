/** A person's own account: where they are signed in, what they are told, what organizations see, and its end. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Mail } from '../src/index.js'
import { auditEntries, createKey, createProject, readKey } from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
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
const sessionsOf = async ({ api }: Caller) => (await api.call('GET /api/account/sessions')).items
const SIGNED_OUT = { status: 401 }

async function actions(organizationId = org, caller: Caller = person): Promise<string[]> {
  const items = await auditEntries(caller, organizationId, { limit: 100 })
  return items.map(({ action }) => action)
}

describe('signed-in devices', () => {
  test('are listed with place and last use, and without what signs them in', async () => {
    const other = cookieOf(await signIn())
    const [latest, first] = await sessionsOf(person)
    expect(latest).toMatchObject({ isCurrent: false, device: 'Firefox on Linux', address: '127.0.0.1' })
    expect(first).toMatchObject({ isCurrent: true })
    platform.clock.advance(10 * 60_000)
    await platform.withCookie(other).api.call('GET /api/account/factors')
    const seen = (await sessionsOf(person))[0]?.lastSeenAt ?? ''
    expect(Date.parse(seen) - Date.parse(latest?.lastSeenAt ?? '')).toBeGreaterThan(9 * 60_000)
    const text = JSON.stringify(await sessionsOf(person))
    for (const cookie of [other, person.credentials.cookie as string]) {
      expect(text).not.toContain(decodeURIComponent(cookie.split('=')[1] as string).split('.')[0])
    }
  })

  test('are ended one by one, or all others at once, and never somebody else’s', async () => {
    const a = platform.withCookie(cookieOf(await signIn()))
    const b = platform.withCookie(cookieOf(await signIn()))
    const [latest] = await sessionsOf(person)
    const end = ({ api }: Caller) =>
      api.call('DELETE /api/account/sessions/{session}', { params: { session: latest?.id ?? '' } })
    const stranger = await platform.signUp()
    await expect(end(stranger)).rejects.toMatchObject({ status: 404 })
    await end(person)
    await expect(end(person)).rejects.toMatchObject({ status: 404 })
    await expect(sessionsOf(b)).rejects.toMatchObject(SIGNED_OUT)
    await sessionsOf(a)
    await person.api.call('POST /api/account/sessions/end-others')
    await expect(sessionsOf(a)).rejects.toMatchObject(SIGNED_OUT)
    expect(await sessionsOf(person)).toMatchObject([{ isCurrent: true }])
    await sessionsOf(stranger)
  })
})

describe('mail and audit log', () => {
  test('tell of a sign-in, and mail only of a device that is new', async () => {
    await signIn()
    expect(subjects()).toEqual(['A new device signed in to your Vectreal account'])
    expect(mails[0]?.text).toContain('Firefox on Linux, from the address 127.0.0.1')
    await signIn()
    expect(subjects()).toHaveLength(1)
    const items = await auditEntries(person, org, { action: 'account.signed_in' })
    expect(items).toHaveLength(2)
    expect(items[0]).toMatchObject({
      actor: { id: person.userId },
      target: { kind: 'user', id: person.userId },
      after: { method: 'password', device: 'Firefox on Linux' },
      address: '127.0.0.1',
    })
  })

  test('tell of failed sign-ins once an hour, with how many there were', async () => {
    const failed = () => auditEntries(person, org, { action: 'account.sign_in_failed' })
    for (let round = 0; round < 5; round += 1) await signIn('wrong password')
    await expect.poll(failed).toMatchObject([{ after: { email: person.email } }])
    platform.clock.advance(3_600_000)
    await signIn('wrong password')
    await expect.poll(async () => (await failed()).length).toBe(2)
    expect((await failed())[0]?.after).toEqual({
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
    const project = await createProject(caller, org)
    await createKey(caller, org, [project], { name: 'Web' })
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
  const change = (email: string) => person.api.call('POST /api/account/address', { body: { email } })
  const tokenIn = (mail: Mail | undefined) => /#address=([\w-]+)/.exec(mail?.text ?? '')?.[1]
  const confirmWith = (caller: Caller, token = '') =>
    caller.api.call('POST /api/account/address/confirm', { body: { token } })
  const newAddress = () => `new-${crypto.randomUUID()}@example.test`
  /** The link's token from the mail to `address`, once that mail is there: mail goes in turns, in no order. */
  const tokenSentTo = (address: string) =>
    vi.waitUntil(() => tokenIn(mails.find(({ to }) => to === address)), WITHIN)

  test('is used once its own link is, which ends the other sessions; both addresses hear of it', async () => {
    const other = platform.withCookie(cookieOf(await signIn()))
    const address = newAddress()
    expect(await change(address.toUpperCase())).toEqual({ isPending: true })
    const token = await tokenSentTo(address)
    await vi.waitUntil(() => subjects().some((subject) => subject.includes('address')), WITHIN)
    expect((await signIn()).status).toBe(200)

    const stranger = await platform.signUp()
    await expect(confirmWith(stranger, token)).rejects.toMatchObject({ status: 400 })
    await confirmWith(person, token)
    await expect(confirmWith(person, token)).rejects.toMatchObject({ errors: [{ path: 'token' }] })
    await expect(sessionsOf(other)).rejects.toMatchObject(SIGNED_OUT)
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
    expect(await change(taken)).toEqual({ isPending: true })
    expect(tokenIn(mails.find(({ to }) => to === taken))).toBeUndefined()
  })

  test('is asked for twenty times a day, whatever addresses somebody names', async () => {
    for (let index = 0; index < 20; index += 1) await change(newAddress())
    await expect(change(newAddress())).rejects.toMatchObject({ status: 429 })
  })

  test('is only the one of the latest link, and of no link after an hour', async () => {
    const [former, latest] = [newAddress(), newAddress()]
    await change(former)
    const first = await tokenSentTo(former)
    await change(latest)
    await expect(confirmWith(person, first)).rejects.toMatchObject({ status: 400 })
    const second = await tokenSentTo(latest)
    platform.clock.advance(3_600_000)
    await expect(confirmWith(person, second)).rejects.toMatchObject({ status: 400 })
  })

  test.each([
    ['no address'],
    ['a@b'],
    ['two@example.test,three@example.test'],
    [`${'a'.repeat(260)}@example.test`],
  ])('is not %s', async (email) => {
    await expect(change(email)).rejects.toMatchObject({ status: 400, errors: [{ path: 'email' }] })
  })
})

describe('deleting the account', () => {
  test('is refused to the last owner, who is told where', async () => {
    await expect(person.api.call('DELETE /api/account')).rejects.toMatchObject({
      status: 409,
      code: 'conflict',
      members: { organizations: [{ id: org }] },
    })
    await sessionsOf(person)
  })

  test('ends the account and leaves its keys to the organization', async () => {
    const successor = await platform.addMember(person, org, 'owner')
    const project = await createProject(person, org)
    const { keyId } = await createKey(person, org, [project])
    const other = platform.withCookie(cookieOf(await signIn()))
    await person.api.call('DELETE /api/account')
    await expect(sessionsOf(other)).rejects.toMatchObject(SIGNED_OUT)
    expect((await signIn()).status).toBe(401)
    const kept = await readKey(successor, org, keyId)
    expect(kept).toMatchObject({ status: 'active', createdBy: { email: person.email } })
    expect(await actions(org, successor)).toContain('member.removed')
  })

  test('two owners who go at once: one stays', async () => {
    const second = await platform.addMember(person, org, 'owner')
    const outcomes = await outcomesOf([person, second].map(({ api }) => api.call('DELETE /api/account')))
    expect(outcomes).toEqual(['409 conflict', 'done'])
  })

  test('asks for a fresh proof', async () => {
    await platform.app.context.pool.query(
      "update sessions set created_at = created_at - interval '1 hour' where user_id = $1",
      [person.userId],
    )
    await expect(person.unproved.api.call('DELETE /api/account')).rejects.toMatchObject({
      code: 'confirmation_required',
    })
  })
})
