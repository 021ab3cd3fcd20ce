/** Sign-in at an organization's own OpenID provider, against a real one in a process of its own. */
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { type IssuedIdToken, signJws, startOidcProvider, type TestOidcProvider } from '@vectreal/test-kit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallOf } from '../src/client/index.js'
import { auditEntries, createProject, createServiceToken } from './support/organization.js'
import { outcomesOf, refusalOf } from './support/outcomes.js'
import {
  type ApiResponse,
  type Caller,
  cookieOf,
  PASSWORD,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

let platform: TestPlatform
let provider: TestOidcProvider
/** Of every organization here. */
let owner: Person
/** What name servers say. */
const txt = new Map<string, string>()
/** Names whose servers do not respond. */
const away = new Set<string>()
/** What the provider hands out in place of its ID tokens. */
let handOut: ((issued: IssuedIdToken) => string | Promise<string>) | null = null
beforeAll(async () => {
  provider = await startOidcProvider({ handOut: (issued) => handOut?.(issued) ?? issued.token })
  platform = await startPlatform({
    signUp: 'open',
    providerPatienceMs: 4000,
    async resolveTxt(name) {
      const value = txt.get(name)
      if (away.has(name)) throw Object.assign(new Error('queryTxt ETIMEOUT'), { code: 'ETIMEOUT' })
      if (value === undefined) throw Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' })
      // Longer values come in chunks.
      return [['v=spf1 -all'], [value.slice(0, 20), value.slice(20)]]
    },
  })
  owner = await platform.signUp()
})
// The tests come from one address, faster than people do.
beforeEach(() => query('delete from auth_rate_limits'))
afterAll(async () => {
  await platform.close()
  await provider.stop()
})

const query = (text: string, values: unknown[] = []) => platform.app.context.pool.query(text, values)
const readSettings = async (org: string) =>
  (await owner.api.call('GET /api/organizations/{org}/company-sign-in', { params: { org } })).provider
const setSettings = (
  org: string,
  body: NonNullable<CallOf<'PUT /api/organizations/{org}/company-sign-in'>['body']>,
) => owner.api.call('PUT /api/organizations/{org}/company-sign-in', { params: { org }, body })
const proveDomain = (org: string) =>
  owner.api.call('POST /api/organizations/{org}/company-sign-in/prove-domain', { params: { org } })
const listProjects = ({ api }: Caller, org: string) =>
  api.call('GET /api/organizations/{org}/projects', { params: { org } })
const settingsOf = (domain: string) => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  domain,
})

interface Company {
  readonly org: string
  readonly domain: string
}

let companies = 0

/** An organization whose people sign in at the provider. */
async function createCompany(
  given: { domain?: string; proved?: boolean; required?: boolean } = {},
): Promise<Company> {
  companies += 1
  const { domain = `company-${companies}.example`, proved = true, required } = given
  const org = await platform.createOrganization(owner, 'business')
  const set = await setSettings(org, { ...settingsOf(domain), required })
  expect(set.provider).toMatchObject({ isDomainProved: false })
  if (proved) await prove(org)
  return { org, domain }
}

async function prove(org: string): Promise<void> {
  await publishRecord(org)
  expect((await proveDomain(org)).provider).toMatchObject({ isDomainProved: true })
}

async function publishRecord(org: string) {
  const record = (await readSettings(org))?.record
  if (record === undefined) throw new Error('no record to publish')
  txt.set(record.name, record.value)
  return record
}

const begin = (body: object): Promise<ApiResponse> => platform.nobody.post('/api/auth/sign-in/sso', body)

interface SignIn {
  readonly login: string
  /** Who the organization is found by; default: the address of the login. */
  readonly by?: object
  readonly jar?: Map<string, string>
  /** Of the session that the browser has. */
  readonly cookie?: string
}

/** Up to where the provider sends the browser back. */
async function goThere({ login, by = { email: login.split('?')[0] }, jar }: SignIn) {
  const begun = await begin(by)
  expect(begun.status).toBe(200)
  return { begun, back: await provider.signIn(begun.body.url, login, jar) }
}

/** The browser at our callback. */
async function comeBack(back: URL, cookie: string): Promise<ApiResponse> {
  const { status, headers } = await fetch(back, { redirect: 'manual', headers: { cookie } })
  return { status, headers, body: null }
}

interface SignedIn {
  readonly response: ApiResponse
  readonly cookie: string
  readonly caller: Caller
  readonly leadsTo: URL
}

async function signIn(how: SignIn): Promise<SignedIn> {
  const { begun, back } = await goThere(how)
  const response = await comeBack(back, [cookieOf(begun), how.cookie].filter(Boolean).join('; '))
  const cookie = cookieOf(response)
  return {
    response,
    cookie,
    caller: platform.withCookie(cookie),
    leadsTo: new URL(response.headers.get('location') ?? '', platform.url),
  }
}

const sessionOf = async ({ caller }: SignedIn) => (await caller.get('/api/auth/get-session')).body

async function expectRefused(how: SignIn, code: string): Promise<void> {
  const refused = await signIn(how)
  expect(refused.leadsTo.pathname).toBe('/dashboard/sign-in')
  expect(refused.leadsTo.searchParams.get('error')).toBe(code)
  expect(await sessionOf(refused)).toBeNull()
}

describe('signing in at the company', () => {
  test('makes an account and a member the first time, and finds them again the second', async () => {
    const { org, domain } = await createCompany()
    const login = `Ann@${domain}?name=Ann`
    const first = await signIn({ login })
    expect(first.response.status).toBe(302)
    expect(first.leadsTo.href).toBe(`${platform.url}/dashboard`)
    const session = await sessionOf(first)
    expect(session).toMatchObject({
      user: { email: `ann@${domain}`, emailVerified: true, name: 'Ann' },
      session: { companyId: org, activeOrganizationId: org },
    })
    await listProjects(first.caller, org)
    await expect(createProject(first.caller, org, { name: 'P' })).rejects.toMatchObject({ status: 403 })

    const second = await sessionOf(await signIn({ login, by: { organizationSlug: org } }))
    expect(second.user.id).toBe(session.user.id)
    const { rows } = await query('select role from members where user_id = $1', [session.user.id])
    expect(rows).toEqual([{ role: 'member' }])

    const said = (await auditEntries(owner, org)).map(({ action, after }) => ({ action, after }))
    expect(said).toContainEqual({
      action: 'member.added',
      after: { userId: session.user.id, email: `ann@${domain}`, role: 'member', by: 'company_sign_in' },
    })
    expect(said).toContainEqual(
      expect.objectContaining({
        action: 'account.signed_in',
        after: expect.objectContaining({ method: 'company' }),
      }),
    )
  })

  test('gives the role of an invitation that is waiting', async () => {
    const { org, domain } = await createCompany()
    const email = `ben@${domain}`
    const invited = await owner.post('/api/auth/organization/invite-member', {
      email,
      role: 'admin',
      organizationId: org,
    })
    expect(invited.status).toBe(200)
    await signIn({ login: email })
    const { rows } = await query(
      `select m.role, i.status from users u join members m on m.user_id = u.id
       join invitations i on i.email = u.email where u.email = $1`,
      [email],
    )
    expect(rows).toEqual([{ role: 'admin', status: 'accepted' }])
  })

  test('keeps nothing that the provider hands out, and its secret sealed', async () => {
    const { org, domain } = await createCompany()
    await signIn({ login: `ann@${domain}` })
    const { rows } = await query('select * from accounts where provider_id = $1', [org])
    expect(rows).toMatchObject([{ access_token: null, refresh_token: null, id_token: null, password: null }])
    const stored = JSON.stringify((await query('select * from sso_providers')).rows)
    expect(stored).not.toContain(provider.clientSecret)
    expect(JSON.stringify(await readSettings(org))).not.toContain(provider.clientSecret)
    expect(JSON.stringify(await auditEntries(owner, org))).not.toContain(provider.clientSecret)
  })
})

describe('a sign-in that is tampered with', () => {
  test('is refused with another state, in another browser, and a second time', async () => {
    const { domain } = await createCompany()
    const { begun, back } = await goThere({ login: `ann@${domain}` })
    const altered = new URL(back)
    altered.searchParams.set('state', 'A'.repeat(32))
    const errorOf = (response: ApiResponse) =>
      new URL(response.headers.get('location') ?? '', platform.url).searchParams.get('error')
    expect(errorOf(await comeBack(altered, cookieOf(begun)))).toBe('state_mismatch')
    const other = await begin({ email: `eve@${domain}` })
    expect(errorOf(await comeBack(back, cookieOf(other)))).toBe('state_mismatch')
    expect(errorOf(await comeBack(back, ''))).toBe('state_mismatch')
    const right = await comeBack(back, cookieOf(begun))
    expect(errorOf(right)).toBeNull()
    expect(errorOf(await comeBack(back, cookieOf(begun)))).toBe('state_mismatch')
  })

  test.each([
    ['nonce', 'wrong_nonce'],
    ['code_challenge', 'invalid_provider'],
  ])('is refused where the provider was asked with another %s', async (parameter, code) => {
    const { domain } = await createCompany()
    const login = `ann@${domain}`
    const begun = await begin({ email: login })
    const url = new URL(begun.body.url)
    expect(url.searchParams.get(parameter)).toMatch(/^[\w-]{43}$/)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    url.searchParams.set(parameter, 'x'.repeat(43))
    const response = await comeBack(await provider.signIn(url.href, login), cookieOf(begun))
    expect(response.headers.get('location')).toContain(`/dashboard/sign-in?error=${code}`)
    expect(response.headers.getSetCookie().join()).not.toContain('session_token')
  })

  test('takes no code of somebody else’s sign-in', async () => {
    const { domain } = await createCompany()
    const victim = await goThere({ login: `ann@${domain}` })
    const attacker = await goThere({ login: `eve@${domain}` })
    attacker.back.searchParams.set('code', victim.back.searchParams.get('code') ?? '')
    const response = await comeBack(attacker.back, cookieOf(attacker.begun))
    expect(response.headers.get('location')).toContain('error=invalid_provider')
  })

  test('is refused where the organization has changed its provider meanwhile', async () => {
    const { org, domain } = await createCompany()
    const { begun, back } = await goThere({ login: `ann@${domain}` })
    await setSettings(org, settingsOf(`new-${domain}`))
    const response = await comeBack(back, cookieOf(begun))
    expect(response.headers.get('location')).toContain('error=invalid_state')
  })

  test('asks the provider for nothing that a stranger wants', async () => {
    const { domain } = await createCompany()
    const email = `ann@${domain}`
    for (const more of [
      { scopes: ['admin'] },
      { additionalParams: { claims: '{}' } },
      { callbackURL: 'https://evil.example' },
      { callbackURL: '/dashboard/../api' },
      { organizationSlug: 'x' },
      { providerId: 'x' },
    ]) {
      expect(await begin({ email, ...more })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      })
    }
    for (const route of [
      '/sso/register',
      '/sso/update-provider',
      '/sso/saml2/sp/metadata',
      '/sso/providers',
    ]) {
      expect((await platform.nobody.get(`/api/auth${route}`)).status).toBe(404)
      expect((await platform.nobody.post(`/api/auth${route}`, {})).status).toBe(404)
    }
  })
})

describe('an ID token', () => {
  let company: Company
  beforeAll(async () => {
    company = await createCompany()
  })
  afterEach(() => {
    handOut = null
  })
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const withClaims =
    (change: (claims: IssuedIdToken['claims']) => object) =>
    ({ claims, sign }: IssuedIdToken) =>
      sign({ ...claims, ...change(claims) })

  test.each<[string, (issued: IssuedIdToken) => string, string]>([
    ['signed by another key', ({ header, claims }) => signJws(header, claims, stranger), 'invalid_provider'],
    [
      'signed by a key that it brings along',
      ({ header: { kid: _kid, ...header }, claims }) =>
        signJws({ ...header, jwk: stranger.export({ format: 'jwk' }) }, claims, stranger),
      'invalid_provider',
    ],
    [
      'with other claims under its signature',
      ({ token, header, claims }) =>
        [encode(header), encode({ ...claims, sub: 'boss' }), token.split('.')[2]].join('.'),
      'invalid_provider',
    ],
    [
      'without a signature',
      ({ claims }) => `${encode({ alg: 'none' })}.${encode(claims)}.`,
      'invalid_provider',
    ],
    [
      'signed with the secret of the client',
      ({ claims }) => {
        const input = `${encode({ alg: 'HS256' })}.${encode(claims)}`
        return `${input}.${createHmac('sha256', provider.clientSecret).update(input).digest('base64url')}`
      },
      'invalid_provider',
    ],
    ['for another client', withClaims(() => ({ aud: 'another' })), 'invalid_provider'],
    [
      'for two clients, of which the other one asked',
      withClaims(({ aud }) => ({ aud: [aud, 'another'], azp: 'another' })),
      'invalid_provider',
    ],
    ['of another issuer', withClaims(() => ({ iss: 'https://login.evil.example' })), 'invalid_provider'],
    ['that is over', withClaims(() => ({ exp: 1_700_000_000 })), 'invalid_provider'],
    ['with the nonce of another sign-in', withClaims(() => ({ nonce: 'x'.repeat(43) })), 'wrong_nonce'],
    ['without a nonce', withClaims(() => ({ nonce: undefined })), 'wrong_nonce'],
  ])('%s opens nothing', async (_what, forge, code) => {
    handOut = forge
    await expectRefused({ login: `${code}@${company.domain}` }, code)
    const { rows } = await query("select id from users where email like '%@' || $1", [company.domain])
    expect(rows).toEqual([])
  })

  test('that the provider signs opens the organization', async () => {
    handOut = withClaims(() => ({}))
    const { session } = await sessionOf(await signIn({ login: `ann@${company.domain}` }))
    expect(session.companyId).toBe(company.org)
  })

  test('that does not come keeps nobody waiting for long, and opens nothing later', async () => {
    const { domain } = await createCompany()
    const held: (() => void)[] = []
    handOut = ({ token }) => new Promise((resolve) => held.push(() => resolve(token)))
    const logins = Array.from({ length: 12 }, (_none, index) => `late-${index}@${domain}`)
    const waiting = Promise.all(logins.map((login) => signIn({ login })))
    await vi.waitUntil(() => held.length === logins.length, { timeout: 20_000 })
    // They wait without holding what others need.
    expect((await owner.get('/api/auth/list-sessions')).status).toBe(200)
    for (const { leadsTo, cookie } of await waiting) {
      expect(leadsTo.pathname + leadsTo.search).toBe('/dashboard/sign-in?error=provider_failed')
      expect(cookie).not.toContain('session_token')
    }
    handOut = null
    for (const release of held) release()
    expect((await sessionOf(await signIn({ login: `ann@${domain}` }))).user.email).toBe(`ann@${domain}`)
    const { rows } = await query("select email from users where email like 'late-%'")
    expect(rows).toEqual([])
  })
})

describe('a provider speaks for the people of its organization', () => {
  test('and for no address of another domain, proved by somebody or not', async () => {
    const company = await createCompany()
    const other = await createCompany()
    const by = { organizationSlug: company.org }
    for (const email of [`eve@${other.domain}`, `eve@sub.${company.domain}`, owner.email, 'eve@gmail.com']) {
      await expectRefused({ login: email, by }, 'email_domain_not_allowed')
    }
    const { rows } = await query("select email from users where email like 'eve@%'")
    expect(rows).toEqual([])
  })

  test('only once its domain is proved, whoever claims it', async () => {
    const squatter = await createCompany({ domain: 'victim.example', proved: false })
    const victim = await platform.signUp()
    await query("update users set email = 'boss@victim.example' where id = $1", [victim.userId])
    for (const by of [{ email: 'boss@victim.example' }, { organizationSlug: squatter.org }]) {
      expect(await begin(by)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    }
    const named = { name: '_vectreal-sign-in.victim.example' }
    await expect(proveDomain(squatter.org)).rejects.toMatchObject({
      status: 409,
      code: 'domain_not_proved',
      message: expect.stringContaining(named.name),
      members: { record: named },
    })

    // The right one proves it beside the squatter, and is found.
    const right = await createCompany({ domain: 'victim.example' })
    expect((await begin({ email: 'boss@victim.example' })).body.url).toContain(provider.issuer)
    // Whoever has proved it too is told of the first; once that record is gone, the proof is theirs.
    const first = (await readSettings(right.org))?.record
    const record = await publishRecord(squatter.org)
    expect(record.name).toBe(first?.name)
    await proveDomain(squatter.org)
    expect(await readSettings(right.org)).toMatchObject({ isDomainProved: false, record: first })
    const items = await auditEntries(owner, right.org)
    expect(items[0]).toMatchObject({ action: 'company_sign_in.domain_lost', actor: { kind: 'system' } })
  })

  test('and keeps its proof while name servers are away', async () => {
    const { org, domain } = await createCompany()
    const later = await createCompany({ domain, proved: false })
    const name = (await readSettings(later.org))?.record.name ?? ''
    away.add(name)
    await expect(proveDomain(later.org)).rejects.toMatchObject({
      status: 409,
      code: 'domain_not_proved',
      message: expect.stringContaining('do not respond'),
    })
    expect((await readSettings(org))?.isDomainProved).toBe(true)
    away.delete(name)
  })

  test('not for addresses that it calls unproved, nor for two people with one address', async () => {
    const { domain } = await createCompany()
    await expectRefused({ login: `ann@${domain}?verified=false` }, 'address_not_verified')
    expect((await signIn({ login: `ann@${domain}?verified=true` })).leadsTo.pathname).toBe('/dashboard')
    await expectRefused({ login: `ann@${domain}?verified=true&name=Next` }, 'other_identity')
  })

  test('while the plan includes it', async () => {
    const { org, domain } = await createCompany()
    const login = `ann@${domain}`
    const { begun, back } = await goThere({ login })
    await platform.setPlan(org, 'pro')
    const response = await comeBack(back, cookieOf(begun))
    expect(response.headers.get('location')).toContain('error=entitlement_required')
    expect(await begin({ email: login })).toMatchObject({
      status: 403,
      body: { code: 'entitlement_required' },
    })
    await platform.setPlan(org, 'enterprise')
    expect((await signIn({ login })).leadsTo.pathname).toBe('/dashboard')
  })

  test('lets members of a suspended organization in, and nobody new', async () => {
    const { org, domain } = await createCompany()
    await signIn({ login: `ann@${domain}` })
    await platform.operator.api.call('POST /api/operator/organizations/{org}/suspend', {
      params: { org },
      body: { reason: 'Test' },
    })
    expect((await signIn({ login: `ann@${domain}` })).leadsTo.pathname).toBe('/dashboard')
    await expectRefused({ login: `new@${domain}` }, 'organization_suspended')
  })

  test('and where it cannot be reached, people are told so', async () => {
    const { org, domain } = await createCompany()
    const down = await startOidcProvider()
    await setSettings(org, { ...settingsOf(domain), issuer: down.issuer })
    const begun = await begin({ email: `ann@${domain}` })
    const back = await down.signIn(begun.body.url, `ann@${domain}`)
    await down.stop()
    const response = await comeBack(back, cookieOf(begun))
    expect(response).toMatchObject({ status: 302 })
    expect(response.headers.get('location')).toContain('/dashboard/sign-in?error=invalid_provider')
  })
})

describe('an account that is there already', () => {
  test('is no longer a stranger’s who made it with somebody’s address', async () => {
    const { domain } = await createCompany()
    const email = `ann@${domain}`
    const made = await platform.nobody.post('/api/auth/sign-up/email', {
      name: 'Eve',
      email,
      password: PASSWORD,
    })
    const stranger = platform.withCookie(cookieOf(made))
    expect((await stranger.get('/api/auth/get-session')).body.user.email).toBe(email)
    const session = await sessionOf(await signIn({ login: email }))
    expect(session.user).toMatchObject({ id: made.body.user.id, emailVerified: true })
    expect((await stranger.get('/api/auth/get-session')).body).toBeNull()
    expect(
      (await platform.nobody.post('/api/auth/sign-in/email', { email, password: PASSWORD })).status,
    ).toBe(401)
  })

  test('keeps its password where its organization let it in', async () => {
    const { org, domain } = await createCompany()
    const member = await platform.addMember(owner, org, 'admin')
    const email = `ben@${domain}`
    await query('update users set email = $1 where id = $2', [email, member.userId])
    const session = await sessionOf(await signIn({ login: email }))
    expect(session.user.id).toBe(member.userId)
    expect(
      (await platform.nobody.post('/api/auth/sign-in/email', { email, password: PASSWORD })).status,
    ).toBe(200)
    const { rows } = await query('select role from members where user_id = $1', [member.userId])
    expect(rows).toEqual([{ role: 'admin' }])
  })

  test('of a proved address is linked, and nothing of it but the organization is open', async () => {
    const { org, domain } = await createCompany()
    const person = await platform.signUp()
    const email = `cleo@${domain}`
    await query('update users set email = $1, email_verified = true where id = $2', [email, person.userId])
    const elsewhere = await platform.createOrganization(person, 'business')
    const company = (await signIn({ login: email })).caller
    const listed = (await company.get('/api/auth/organization/list')).body as { id: string }[]
    expect(listed.map(({ id }) => id)).toEqual([org])
    const refused = { code: 'own_sign_in_required' }
    for (const response of [
      await company.get(`/api/auth/organization/get-full-organization?organizationId=${elsewhere}`),
      await company.post('/api/auth/organization/set-active', { organizationId: elsewhere }),
      await company.post('/api/auth/organization/leave', { organizationId: elsewhere }),
      await company.post('/api/auth/organization/create', { name: 'X', slug: 'x-y-z' }),
      await company.get('/api/auth/organization/list-user-invitations'),
      await company.post('/api/auth/two-factor/enable', { password: PASSWORD }),
      await company.get('/api/auth/passkey/generate-register-options'),
      await company.post('/api/auth/change-password', {
        currentPassword: PASSWORD,
        newPassword: `${PASSWORD} 2`,
      }),
    ]) {
      expect(response).toMatchObject({ status: 403, body: refused })
    }
    const outcomes = await outcomesOf([
      listProjects(company, elsewhere),
      company.api.call('POST /api/account/address', { body: { email: 'eve@evil.example' } }),
      company.api.call('DELETE /api/account'),
    ])
    expect(outcomes).toEqual(Array(3).fill(`403 ${refused.code}`))
    await listProjects(company, org)
    // With their own password, both are.
    for (const each of [org, elsewhere]) {
      await listProjects(person, each)
    }
  })
})

describe('a session of the company', () => {
  test('is a second factor for that organization and for no other', async () => {
    const { org, domain } = await createCompany()
    const company = (await signIn({ login: `ann@${domain}` })).caller
    await query('update organizations set require_two_factor = true where id = $1', [org])
    await listProjects(company, org)
    await expect(listProjects(owner, org)).rejects.toMatchObject({ code: 'second_factor_required' })
  })

  test('proves who somebody is by a fresh sign-in, at the time that the provider names', async () => {
    const { org, domain } = await createCompany()
    const email = `ann@${domain}`
    const jar = new Map<string, string>()
    const first = await signIn({ login: email, jar })
    const { user, session } = await sessionOf(first)
    await query("update members set role = 'admin' where user_id = $1", [user.id])
    await createServiceToken(first.caller, org)
    await query("update sessions set confirmed_at = now() - interval '16 minutes' where user_id = $1", [
      user.id,
    ])
    await expect(createServiceToken(first.caller, org)).rejects.toMatchObject({
      status: 403,
      code: 'confirmation_required',
      members: { methods: ['company'] },
    })

    // The provider remembers the person, and says since when.
    const silent = await sessionOf(await signIn({ login: email, jar }))
    expect(silent.session.confirmedAt).toBe(session.confirmedAt)
    const by = { organizationSlug: org, fresh: true }
    const asked = new URL((await begin(by)).body.url).searchParams
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0'])
    const fresh = await signIn({ login: email, by, jar, cookie: first.cookie })
    await createServiceToken(fresh.caller, org)
    // It takes the place of the one that it was asked in.
    expect(await sessionOf(first)).toBeNull()
  })

  test('ends with the membership, and with the provider', async () => {
    const { org, domain } = await createCompany()
    const ann = await signIn({ login: `ann@${domain}` })
    const ben = await signIn({ login: `ben@${domain}` })
    const { user } = await sessionOf(ann)
    const removed = await owner.post('/api/auth/organization/remove-member', {
      memberIdOrEmail: user.email,
      organizationId: org,
    })
    expect(removed.status).toBe(200)
    expect(await sessionOf(ann)).toBeNull()
    expect(await sessionOf(ben)).not.toBeNull()
    await owner.api.call('DELETE /api/organizations/{org}/company-sign-in', { params: { org } })
    expect(await sessionOf(ben)).toBeNull()
    const { rows } = await query('select id from accounts where provider_id = $1', [org])
    expect(rows).toEqual([])
    expect((await begin({ organizationSlug: org })).status).toBe(404)
  })

  test('can be required of everybody but owners', async () => {
    const { org, domain } = await createCompany({ required: true })
    const member = await platform.addMember(owner, org, 'member')
    const refused = { code: 'company_sign_in_required' }
    await expect(listProjects(member, org)).rejects.toMatchObject({ status: 403, ...refused })
    const list = `/api/auth/organization/list-members?organizationId=${org}`
    expect(await member.get(list)).toMatchObject({ status: 403, body: refused })
    await listProjects(owner, org)
    const company = (await signIn({ login: `ann@${domain}` })).caller
    await listProjects(company, org)
    expect((await company.get(list)).status).toBe(200)
    // Nobody is shut out by what the plan no longer includes, nor by what was never proved.
    await platform.setPlan(org, 'free')
    await listProjects(member, org)
  })
})

describe('the settings', () => {
  test('are refused naming the field', async () => {
    const { org } = await createCompany({ proved: false })
    const put = (change: Partial<ReturnType<typeof settingsOf>> | { clientSecret: undefined }) =>
      setSettings(org, { ...settingsOf('fine.example'), ...change })
    for (const [change, path] of [
      [{ issuer: 'nonsense' }, 'issuer'],
      [{ issuer: `${provider.issuer}?x=1` }, 'issuer'],
      [{ issuer: 'ftp://login.example.com' }, 'issuer'],
      [{ issuer: platform.url }, 'issuer'],
      [{ issuer: `${provider.issuer}/other` }, 'issuer'],
      [{ issuer: 'http://127.0.0.1:1' }, 'issuer'],
      [{ domain: 'co.uk' }, 'domain'],
      [{ domain: 'github.io' }, 'domain'],
      [{ domain: 'not a domain' }, 'domain'],
      [{ clientId: '' }, 'clientId'],
      [{ clientId: 'another', clientSecret: undefined }, 'clientSecret'],
    ] as const) {
      const refusal = await refusalOf(put(change))
      expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(refusal.errors[0]?.path).toBe(path)
    }
    // Without a new secret the old one stays, in whatever spelling the domain comes.
    const kept = await put({ clientSecret: undefined, domain: ' @FINE.example. ' })
    expect(kept.provider).toMatchObject({ domain: 'fine.example' })
    await platform.setPlan(org, 'pro')
    await expect(put({})).rejects.toMatchObject({ status: 403, code: 'entitlement_required' })
    await readSettings(org)
    await owner.api.call('DELETE /api/organizations/{org}/company-sign-in', { params: { org } })
  })
})
