/** Where there is mail, addresses are proved, and mail is no cannon. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tellPerson } from '../src/identity/events/account-mail.js'
import { createRequestLimits } from '../src/identity/limits/limit-requests.js'
import { createMailDesk } from '../src/identity/mail/mail-desk.js'
import type { Mail } from '../src/settings.js'
import { addNode, type TestNode } from './support/embed.js'
import { createKey, createProject } from './support/organization.js'
import { type Caller, PASSWORD, type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
/** The same database as it was served before there was mail. */
let before: TestNode
let owner: Person
const mails: Mail[] = []
beforeAll(async () => {
  platform = await startPlatform({
    trustProxy: 1,
    sendMail: async (mail) => {
      mails.push(mail)
    },
  })
  owner = await platform.signUp('Olivia Owner')
  const { sendMail: _none, ...settings } = platform.app.context.settings
  before = await addNode({
    ...platform,
    app: { ...platform.app, context: { ...platform.app.context, settings } },
  } as TestPlatform)
})
afterAll(async () => {
  await before.close()
  await platform.close()
})

let clients = 0
const anotherClient = () => {
  clients += 1
  return { 'x-forwarded-for': `2001:db8:0:${clients.toString(16)}::1` }
}
const post = (path: string, body: unknown, caller: Caller = platform.nobody) =>
  caller.post(`/api/auth${path}`, body, anotherClient())
const newAddress = () => `${randomUUID()}@example.test`
const signUp = (email: string, password = PASSWORD) =>
  post('/sign-up/email', { name: 'Somebody', email, password })
const signIn = (email: string, password = PASSWORD) => post('/sign-in/email', { email, password })
const mailsTo = (address: string, subject: string) =>
  mails.filter((mail) => mail.to === address && mail.subject.startsWith(subject))
const lastMail = (address: string, subject: string, after = 0) =>
  vi.waitUntil(() => mailsTo(address, subject)[after] && mailsTo(address, subject).at(-1), {
    timeout: 10_000,
  })
const confirmToken = async (address: string, after = 0) =>
  /#token=([\w-]+)/.exec((await lastMail(address, 'Confirm', after))?.text ?? '')?.[1] ?? ''
const isSignedIn = async (caller: Caller) => (await caller.get('/api/auth/get-session')).body !== null

async function resetByMail(address: string, newPassword: string) {
  const sent = mailsTo(address, 'Reset').length
  await post('/request-password-reset', { email: address })
  const token = /reset-password\/([\w-]+)/.exec((await lastMail(address, 'Reset', sent))?.text ?? '')?.[1]
  return post('/reset-password', { token, newPassword })
}

/** As an account was made before there was mail: with a session, and never verified. */
async function signUpBefore(email: string): Promise<Caller> {
  const response = await fetch(`${before.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Stranger', email, password: PASSWORD }),
  })
  return platform.withCookies({ status: response.status, headers: response.headers, body: null })
}

describe('a new account', () => {
  test('is open to whoever has both the link and the password, once', async () => {
    const email = newAddress()
    const made = await signUp(email)
    expect([made.status, made.body.token, made.headers.getSetCookie()]).toEqual([200, null, []])
    const token = await confirmToken(email)
    expect((await signIn(email)).body.code).toBe('EMAIL_NOT_VERIFIED')
    // The owner of the address, who has not made the account: the link alone opens and proves nothing.
    expect((await post('/verify-address', { token, password: 'not the password' })).body.code).toBe(
      'INVALID_PASSWORD',
    )
    expect((await signIn(email)).body.code).toBe('EMAIL_NOT_VERIFIED')
    const proved = await post('/verify-address', { token, password: PASSWORD })
    expect(proved.body.user).toMatchObject({ email, emailVerified: true })
    expect(await isSignedIn(platform.withCookies(proved))).toBe(true)
    expect((await post('/verify-address', { token, password: PASSWORD })).body.code).toBe('INVALID_TOKEN')
    expect((await signIn(email)).status).toBe(200)
  })

  test('gets another link on signing in, and any of them ends the others', async () => {
    const email = newAddress()
    await signUp(email)
    const first = await confirmToken(email)
    await signIn(email)
    const second = await confirmToken(email, 1)
    expect(second).not.toBe(first)
    expect((await post('/verify-address', { token: first, password: PASSWORD })).status).toBe(200)
    expect((await post('/verify-address', { token: second, password: PASSWORD })).body.code).toBe(
      'INVALID_TOKEN',
    )
  })

  test('is not reached by the library’s own link, and its token is stored as a hash', async () => {
    const email = newAddress()
    await signUp(email)
    const token = await confirmToken(email)
    expect((await platform.nobody.get(`/api/auth/verify-email?token=${token}`)).status).toBe(404)
    const { rows } = await platform.app.context.pool.query('select * from verifications')
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe('an account that a stranger made with somebody’s address', () => {
  test('is the owner’s after a reset by mail: the stranger’s sessions and password are gone', async () => {
    const email = newAddress()
    const stranger = await signUpBefore(email)
    expect(await isSignedIn(stranger)).toBe(true)
    expect((await resetByMail(email, 'a horse of its owner')).status).toBe(200)
    expect(await isSignedIn(stranger)).toBe(false)
    expect((await signIn(email)).status).toBe(401)
    const { body } = await signIn(email, 'a horse of its owner')
    expect(body.user.emailVerified).toBe(true)
  })

  test('cannot accept an invitation to that address, nor send one', async () => {
    const email = newAddress()
    const stranger = await signUpBefore(email)
    const org = await platform.createOrganization(owner)
    const invitation = await owner.post('/api/auth/organization/invite-member', {
      email,
      role: 'admin',
      organizationId: org,
    })
    const accepted = await post(
      '/organization/accept-invitation',
      { invitationId: invitation.body.id },
      stranger,
    )
    expect([accepted.status, accepted.body.code]).toEqual([403, expect.stringContaining('VERIF')])
    const own = await post('/organization/create', { name: 'Own', slug: `own-${randomUUID()}` }, stranger)
    const sent = await post(
      '/organization/invite-member',
      { email: newAddress(), role: 'member', organizationId: own.body.id },
      stranger,
    )
    expect(sent.status).toBe(403)
    await resetByMail(email, 'a horse of its owner')
    const invited = platform.withCookies(await signIn(email, 'a horse of its owner'))
    expect(
      (await post('/organization/accept-invitation', { invitationId: invitation.body.id }, invited)).status,
    ).toBe(200)
  })
})

test('an account from before there was mail signs in after proving its address', async () => {
  const email = newAddress()
  const session = await signUpBefore(email)
  expect(await isSignedIn(session)).toBe(true)
  expect((await signIn(email)).body.code).toBe('EMAIL_NOT_VERIFIED')
  const token = await confirmToken(email)
  expect((await post('/verify-address', { token, password: PASSWORD })).status).toBe(200)
  expect((await signIn(email)).status).toBe(200)
})

describe('whether an address has an account', () => {
  test('is not told by signing up, which the owner hears of', async () => {
    const known = await signUp(owner.email, 'the horse of somebody')
    const unknown = await signUp(newAddress(), 'the horse of somebody')
    const shapeOf = ({ status, body, headers }: typeof known) => ({
      status,
      keys: Object.keys(body),
      user: Object.keys(body.user).toSorted(),
      token: body.token,
      verified: body.user.emailVerified,
      headers: [...headers.keys()].filter((name) => name !== 'content-length'),
    })
    expect(shapeOf(known)).toEqual(shapeOf(unknown))
    expect(await lastMail(owner.email, 'You have a Vectreal account already')).toBeDefined()
    expect((await signIn(owner.email)).status).toBe(200)
  })

  test('is reset by a mail that leads to the page, also where whoever asked named none', async () => {
    const owner = await platform.signUp()
    await post('/request-password-reset', { email: owner.email })
    const mail = await lastMail(owner.email, 'Reset')
    const link = /http\S+/.exec(mail?.text ?? '')?.[0] ?? ''
    const opened = await fetch(link, { redirect: 'manual' })
    expect(opened.headers.get('location')).toMatch(/\/dashboard\/reset-password\?token=[\w-]+$/)
  })

  test('is not told by asking for a reset', async () => {
    const known = await post('/request-password-reset', { email: owner.email })
    const unknown = await post('/request-password-reset', { email: newAddress() })
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
  })
})

describe('mail to one address', () => {
  test('is ten a day of what anybody can ask for, however it is asked', async () => {
    const email = newAddress()
    await signUp(email)
    for (let index = 0; index < 6; index += 1) await post('/request-password-reset', { email })
    for (let index = 0; index < 6; index += 1) await signUp(email, 'the horse of somebody')
    expect(mails.filter(({ to }) => to === email)).toHaveLength(10)
  })

  test('is five invitations a day, from all organizations together and however they are sent', async () => {
    const [first, second] = [
      await platform.createOrganization(owner),
      await platform.createOrganization(owner),
    ]
    const email = newAddress()
    const invite = (organizationId: string | undefined, rest: object = {}) =>
      owner.post(
        '/api/auth/organization/invite-member',
        { email, role: 'member', organizationId, ...rest },
        anotherClient(),
      )
    const responses = []
    for (let index = 0; index < 4; index += 1) responses.push(await invite(first))
    responses.push(
      await invite(second, { resend: true }),
      await invite(second, { resend: true }),
      await invite(first),
    )
    await owner.post('/api/auth/organization/set-active', { organizationId: first })
    responses.push(await invite(undefined))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
    expect(mails.filter(({ to }) => to === email)).toHaveLength(5)
  })

  test('counts together whatever tag stands behind the name', async () => {
    const owner = await platform.signUp()
    const organizationId = await platform.createOrganization(owner)
    const [name, domain] = newAddress().split('@')
    const invite = async (tag: number) => {
      const email = `${name}+${tag}@${domain}`
      const body = { email, role: 'member', organizationId }
      return (await owner.post('/api/auth/organization/invite-member', body)).status
    }
    const statuses = []
    for (let tag = 0; tag < 6; tag += 1) statuses.push(await invite(tag))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('is a hundred invitations of one person and two hundred of one organization a day', async () => {
    const { context } = platform.app
    const desk = createMailDesk(context)
    const invite = (inviterId: string, organizationId: string, count: number) =>
      Promise.allSettled(
        Array.from({ length: count }, (_, at) =>
          desk.requireInvitation({ to: `${inviterId}-${at}@example.test`, organizationId, inviterId }),
        ),
      )
    const refusedOf = (results: PromiseSettledResult<void>[]) =>
      results.filter(({ status }) => status === 'rejected').length
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()]
    expect(refusedOf(await invite(first, 'limits', 101))).toBe(1)
    expect(refusedOf(await invite(second, 'limits', 99))).toBe(0)
    expect(refusedOf(await invite(third, 'limits', 1))).toBe(1)
    expect(refusedOf(await invite(third, 'elsewhere', 1))).toBe(0)
  })

  test('is a thousand a day that one client can ask for without being signed in', async () => {
    const limitRequests = createRequestLimits(platform.app.context)
    const call = {
      route: '/sign-up/email',
      method: 'POST',
      path: '/sign-up/email',
      query: {},
      body: {},
    } as const
    let taken = 0
    for (let minute = 0; minute < 11; minute += 1) {
      const asked = Array.from({ length: 95 }, () => limitRequests(call, 'one client'))
      taken += (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled').length
      platform.clock.advance(60_000)
    }
    expect(taken).toBe(1000)
    await limitRequests(call, 'another client')
  })

  test('is fifty a day about what happens to an account, and the last one says so', async () => {
    const person = await platform.signUp()
    const to = person.email
    const passwords = { currentPassword: PASSWORD, newPassword: 'another horse entirely' }
    expect((await person.post('/api/auth/change-password', passwords)).status).toBe(200)
    await lastMail(to, 'Your Vectreal password was changed')
    const happening = { subject: 'Something happened', text: 'It did.' }
    for (let sent = 0; sent < 55; sent += 1) tellPerson(platform.app.context, to, happening)
    const last = await vi.waitUntil(
      () => mails.find((mail) => mail.to === to && mail.text.includes('the last one until tomorrow')),
      { timeout: 20_000 },
    )
    expect(last.subject).toBe('Something happened')
    // Somebody else's are counted apart, and come after all of these were counted.
    const other = newAddress()
    tellPerson(platform.app.context, other, happening)
    await lastMail(other, 'Something happened')
    const told = ['A new device', 'Your Vectreal password', 'Something happened'].flatMap((text) =>
      mailsTo(to, text),
    )
    expect(told).toHaveLength(50)
  })

  test('has no link but ours, whatever people and organizations are called', async () => {
    const sender = await platform.signUp('Click https://evil.example now')
    const { body } = await sender.post('/api/auth/organization/create', {
      name: 'www.evil.example pay@evil.example',
      slug: `evil-${randomUUID()}`,
    })
    const email = newAddress()
    await sender.post('/api/auth/organization/invite-member', {
      email,
      role: 'member',
      organizationId: body.id,
    })
    const mail = await lastMail(email, 'Join')
    expect(mail?.text).toContain(`${platform.url}/dashboard/invitations/`)
    const rest = `${mail?.subject}\n${mail?.text}`.replaceAll(platform.url, '')
    expect(rest).not.toMatch(/:\/\/|@|\bwww\.\w|evil\.example/)
  })

  test('shows a subject as it is written: nothing in a name is decoded', async () => {
    const sender = await platform.signUp()
    const name = '=?utf-8?Q?https=3A=2F=2Fevil=2Eexample?='
    const slug = `encoded-${randomUUID()}`
    const { body } = await sender.post('/api/auth/organization/create', { name, slug })
    const email = newAddress()
    const invitation = { email, role: 'member', organizationId: body.id }
    await sender.post('/api/auth/organization/invite-member', invitation)
    expect((await lastMail(email, 'Join'))?.subject).not.toContain('=?')
  })

  test('of a new key has no link either', async () => {
    const person = await platform.signUp()
    const slug = `evil-${randomUUID()}`
    const { body } = await person.post('/api/auth/organization/create', {
      name: 'https://evil.example',
      slug,
    })
    const id = await createProject(person, body.id, { name: 'Shop', slug: 'shop' })
    await createKey(person, body.id, [id], { name: 'www.evil.example' })
    const mail = await lastMail(person.email, 'A new API key')
    expect(mail?.text.replaceAll(platform.url, '')).not.toMatch(/:\/\/|evil\.example/)
  })
})
