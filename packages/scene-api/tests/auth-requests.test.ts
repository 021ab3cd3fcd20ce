/** What is checked is what is served: one spelling of each path, one reading of each body. */
import { Agent, request as httpRequest } from 'node:http'
import { Writable } from 'node:stream'
import { sso } from '@better-auth/sso'
import { betterAuth } from 'better-auth'
import { organization } from 'better-auth/plugins'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AUTH_ROUTES } from '../src/identity/auth-paths.js'
import { auditEntries } from './support/organization.js'
import { PASSWORD, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const BOM = '\uFEFF'

let platform: TestPlatform
let owner: Person
let org: string
const lines: string[] = []
const agent = new Agent({ keepAlive: true })
beforeAll(async () => {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  platform = await startPlatform({ logger: pino({ level: 'debug' }, sink), trustProxy: 1 })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
})
afterAll(async () => {
  agent.destroy()
  await platform.close()
})

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** The path goes out as it is: neither a URL parser nor fetch has touched it. */
function send({
  method = 'POST',
  path,
  headers = {},
  body,
}: Sent): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(platform.url)
  return new Promise((resolve, reject) => {
    const given = body === undefined ? headers : { 'content-type': 'application/json', ...headers }
    const request = httpRequest({ hostname, port, method, path, headers: given, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.once('error', reject)
    })
    request.once('error', reject)
    request.end(body)
  })
}

interface Member {
  readonly id: string
  readonly userId: string
  readonly role: string
}

/** Undefined for those who are no members. */
async function membersOf(person: Person, organizationId = org): Promise<Member[] | undefined> {
  const { body } = await person.get(`/api/auth/organization/list-members?organizationId=${organizationId}`)
  return body.members
}

describe('a path in another spelling', () => {
  let member: Person
  beforeAll(async () => {
    member = await platform.addMember(owner, org, 'member')
  })
  test.each([
    '/api/auth/reset-password/..\\organization\\leave',
    '/api/auth/reset-password/../organization/leave',
    '/api/auth/reset-password/%2e%2e/organization/leave',
    '/api/auth/reset-password/..%5corganization%5cleave',
    '/api/auth/organization//leave',
    '/api/auth/organization/./leave',
    '/api/auth/organization/leave/',
    '/api/auth/organization/leave;',
    '/api/auth/organization/%6ceave',
    '/API/AUTH/organization/leave',
    '/api/auth/Organization/Leave',
    'http://localhost/api/auth/organization/leave',
  ])('does not reach the route: %s', async (path) => {
    const body = JSON.stringify({ organizationId: org })
    const { status } = await send({ path, headers: member.credentials, body })
    expect(status).toBe(404)
    expect((await membersOf(owner))?.some(({ userId }) => userId === member.userId)).toBe(true)
  })

  test('is refused by the management API as well', async () => {
    const get = (path: string) => send({ method: 'GET', path, headers: owner.credentials })
    expect((await get(`/api/organizations/${org}/projects`)).status).toBe(200)
    for (const path of [
      `/API/organizations/${org}/projects`,
      `/api/Organizations/${org}/projects`,
      `/api/organizations/${org}/projects/`,
      `/api/organizations/x\\..\\${org}/projects`,
      `/api/organizations/${org}/%70rojects`,
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404])
    }
  })
})

test.each([
  ['with U+FEFF before the body', BOM, 'application/json'],
  ['in another charset', '', 'application/json; charset=utf-16le'],
  ['in plain JSON', '', 'application/json'],
])('two owners who leave at once stay one: %s', async (_how, prefix, type) => {
  const first = await platform.signUp()
  const contested = await platform.createOrganization(first)
  const second = await platform.addMember(first, contested, 'owner')
  // No active organization that could stand in for the one that was not read.
  const people = [first, second]
  for (const person of people)
    await person.post('/api/auth/organization/set-active', { organizationId: null })
  const leave = (person: Person) =>
    person.send('/api/auth/organization/leave', {
      method: 'POST',
      body: prefix + JSON.stringify({ organizationId: contested }),
      headers: { 'content-type': type },
    })
  await Promise.all(people.map(leave))
  const seen = await Promise.all(people.map((person) => membersOf(person, contested)))
  expect(seen.some((members) => members?.some(({ role }) => role === 'owner'))).toBe(true)
})

describe('a change of members without naming the organization', () => {
  test.each([{}, { organizationId: '' }])('is of the active one, and is audited: %j', async (rest) => {
    const member = await platform.addMember(owner, org, 'member')
    await owner.post('/api/auth/organization/set-active', { organizationId: org })
    const removed = await owner.post('/api/auth/organization/remove-member', {
      memberIdOrEmail: member.email,
      ...rest,
    })
    expect(removed.status).toBe(200)
    const items = await auditEntries(owner, org, { limit: 1 })
    expect(items[0]).toMatchObject({ action: 'member.removed', actor: { id: owner.userId } })
  })
})

describe('a body that can be read in two ways', () => {
  const valid = JSON.stringify({ name: 'Somebody' })
  test.each<[string, number, Omit<Sent, 'path'>]>([
    ['begins with U+FEFF', 400, { body: BOM + valid }],
    [
      'is UTF-16',
      415,
      {
        body: Buffer.from(valid, 'utf16le'),
        headers: { 'content-type': 'application/json; charset=utf-16le' },
      },
    ],
    ['is UTF-16 and does not say so', 400, { body: Buffer.from(valid, 'utf16le') }],
    ['is not UTF-8', 400, { body: Buffer.from('7b226e616d65223a22ff227d', 'hex') }],
    ['is a form', 415, { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['is a list', 400, { body: '[1]' }],
    ['is null', 400, { body: 'null' }],
    ['is nested deep', 400, { body: '{"a":'.repeat(30) + '1' + '}'.repeat(30) }],
    [
      'begins with U+FEFF and is nested deep',
      400,
      { body: BOM + '{"a":'.repeat(5000) + '1' + '}'.repeat(5000) },
    ],
    ['names __proto__', 400, { body: '{"name":"x","__proto__":{"emailVerified":true}}' }],
    ['hides a NUL behind U+FEFF', 400, { body: BOM + '{"name":"a\\u0000"}' }],
  ])('is refused: it %s', async (_what, status, sent) => {
    const response = await send({
      path: '/api/auth/update-user',
      ...sent,
      headers: { ...owner.credentials, ...sent.headers },
    })
    expect(response.status).toBe(status)
  })

  test('is refused: a parameter given twice', async () => {
    const list = `/api/auth/organization/list-members?organizationId=${org}`
    expect((await owner.get(`${list}&organizationId=other`)).body.code).toBe('invalid_request')
    expect((await owner.get(`${list}&constructor=1`)).body.code).toBe('invalid_request')
  })
})

test('every listed route is one of the library, and nothing else is reached by any spelling', async () => {
  const library = Object.values(
    betterAuth({
      baseURL: platform.url,
      plugins: [organization(), sso({ domainVerification: { enabled: true } })],
      database: undefined as never,
    }).api,
  )
  const known = library.flatMap((endpoint) => (endpoint as { path?: string }).path ?? [])
  const listed = Object.entries(AUTH_ROUTES).flatMap(([path, methods]) =>
    methods.map((method) => `${method} /api/auth${path.replace(/\{\w+\}/, 'abc')}`),
  )
  for (const route of listed) {
    const [method = '', path = ''] = route.split(' ')
    const { status, text } = await send({ method, path, ...(method === 'POST' && { body: '{}' }) })
    expect([route, text.includes('There is no such route')]).toEqual([route, false])
    expect([route, status]).not.toEqual([route, 404])
  }

  const isListed = new Set(listed)
  const bases = [...new Set([...known, ...Object.keys(AUTH_ROUTES)])].map(
    (path) => `/api/auth${path.replaceAll(/:\w+|\{\w+\}/g, 'abc')}`,
  )
  const noise = fc.constantFrom(
    '/',
    '//',
    '\\',
    '.',
    '..',
    '/./',
    '/../',
    '\\..\\',
    '%2f',
    '%5c',
    '%2e%2e',
    '%00',
    '%',
    ';',
    '?',
    '#',
    'A',
    ':',
    '@',
  )
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(2), text: noise })
  const cases = fc.record({
    base: fc.constantFrom(...bases),
    prefix: fc.constantFrom('', '', '/api/auth/reset-password/..', '/api/auth/x\\..', 'http://localhost'),
    changes: fc.array(change, { maxLength: 3 }),
    encoded: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    upper: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    method: fc.constantFrom('POST', 'POST', 'GET', 'PUT', 'HEAD'),
    body: fc.constantFrom(
      '{}',
      '[]',
      `${BOM}{}`,
      '{"email":1,"token":{}}',
      '{"organizationId":["a"]}',
      '"a"',
      '{',
    ),
    type: fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'APPLICATION/JSON',
      'application/json, text/plain',
    ),
  })
  const at = (text: string, where: number) => Math.min(text.length - 1, Math.floor(where * text.length))
  await fc.assert(
    fc.asyncProperty(cases, async ({ base, prefix, changes, encoded, upper, method, body, type }) => {
      let path = prefix + base
      for (const { at: where, cut, text } of changes) {
        const index = Math.max(1, at(path, where))
        path = path.slice(0, index) + text + path.slice(index + cut)
      }
      if (encoded !== null) {
        const index = at(path, encoded)
        path = `${path.slice(0, index)}%${path.charCodeAt(index).toString(16)}${path.slice(index + 1)}`
      }
      if (upper !== null) {
        const index = at(path, upper)
        path = path.slice(0, index) + path.charAt(index).toUpperCase() + path.slice(index + 1)
      }
      if (!/^[/h]/.test(path)) return
      const response = await send({
        method,
        path,
        headers: { 'content-type': type },
        ...(method !== 'GET' && method !== 'HEAD' && { body }),
      })
      expect(response.status).toBeLessThan(500)
      const route = `${method} ${path.split('?', 1)[0]}`
      const isOurs = isListed.has(route) || /^GET \/api\/auth\/reset-password\/[\w-]{1,128}$/.test(route)
      // Node itself refuses what is no request line, without a body.
      if (isOurs || (response.status === 400 && response.text === '')) return
      expect([route, response.status]).toEqual([route, 404])
    }),
    { numRuns: 400 },
  )
})

describe('the log', () => {
  const SECRET = 'dGhpcyBpcyBzZWNyZXQ'
  test.each([
    `/calendar/${SECRET}.ics`,
    `/CALENDAR/${SECRET}.ics`,
    `/calendar//${SECRET}.ics`,
    `/%63alendar/${SECRET}.ics`,
    `/api/auth/reset-password/${SECRET}?callbackURL=/`,
    `/API/auth/RESET-PASSWORD/${SECRET}`,
    `/api\\auth\\reset-password\\${SECRET}`,
    `/api/auth/x/../reset-password/${SECRET}`,
    `/dashboard/invitations/${SECRET}`,
    `/Dashboard/Invitations/${SECRET}`,
    `/api/invitations/${SECRET}`,
    `/api/auth/organization/get-invitation?id=${SECRET}`,
    `http://localhost/calendar/${SECRET}.ics`,
  ])('has no secret of %s', async (path) => {
    await send({ method: 'GET', path })
    expect(lines.join('')).not.toContain(SECRET)
  })

  test('the audit log and the list of devices know the client by one address, without its port', async () => {
    const member = await platform.addMember(owner, org, 'member')
    for (const [forwarded, address] of [
      ['198.51.100.9:40003', '198.51.100.9'],
      ['[2001:db8::7]:40004', '2001:db8::7'],
    ] as const) {
      const members = await membersOf(owner)
      await owner.post(
        '/api/auth/organization/update-member-role',
        {
          organizationId: org,
          memberId: members?.find(({ userId }) => userId === member.userId)?.id,
          role: forwarded.startsWith('[') ? 'viewer' : 'admin',
        },
        { 'x-forwarded-for': forwarded },
      )
      const [entry] = await auditEntries(owner, org, { limit: 1 })
      expect(entry).toMatchObject({ action: 'member.role_changed', address })
      expect(lines.join('')).toContain(`"client":"${address}"`)
      expect(lines.join('')).not.toContain(forwarded)
      const signedIn = await platform.nobody.post(
        '/api/auth/sign-in/email',
        { email: member.email, password: PASSWORD },
        { 'x-forwarded-for': forwarded },
      )
      const { items } = await platform.withCookies(signedIn).api.call('GET /api/account/sessions')
      expect(items[0]).toMatchObject({ isCurrent: true, address })
    }
  })
})
