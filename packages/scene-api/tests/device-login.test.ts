/** Programs that a person lets in: the device authorization grant (RFC 8628), and giving the token back (RFC 7009). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { outcomesOf, refusalOf } from './support/outcomes.js'
import { type Caller, type Person, startPlatform, type TestPlatform } from './support/platform.js'

const MINUTE = 60_000
let platform: TestPlatform
let owner: Person
let org: string
beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
})
afterAll(() => platform.close())
beforeEach(() => platform.app.context.pool.query('delete from auth_rate_limits'))

async function post(path: string, fields: Record<string, string>) {
  const response = await fetch(platform.url + path, { method: 'POST', body: new URLSearchParams(fields) })
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read responses freely
  return { status: response.status, body: (await response.json()) as any }
}
const start = async (name = 'laptop') =>
  (await post('/api/device/code', { client_id: 'vectreal-cli', device_name: name })).body
const fetchToken = (device_code: string) =>
  post('/api/device/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: 'vectreal-cli',
    device_code,
  })
const LOGIN = '/api/organizations/{org}/device-logins/{code}'
const read = (code: string) => owner.api.call(`GET ${LOGIN}`, { params: { org, code } })
const decide = (decision: 'approve' | 'deny', code: string, { api }: Caller = owner) =>
  api.call(`POST ${LOGIN}/${decision}`, { params: { org, code } })
const listTokens = async () =>
  (await owner.api.call('GET /api/organizations/{org}/service-tokens', { params: { org } })).items

test('a program waits, an owner lets it in, and it fetches a service token once', async () => {
  const started = await start('anna’s laptop')
  expect(started).toMatchObject({
    user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
    verification_uri: `${platform.url}/dashboard/device`,
    verification_uri_complete: `${platform.url}/dashboard/device?code=${started.user_code}`,
    expires_in: 600,
    interval: 5,
  })
  expect(await fetchToken(started.device_code)).toMatchObject({
    status: 400,
    body: { error: 'authorization_pending' },
  })
  expect((await fetchToken(started.device_code)).body.error).toBe('slow_down')

  const typed = started.user_code.replace('-', '').toLowerCase()
  expect(await read(typed)).toMatchObject({
    userCode: started.user_code,
    name: 'anna’s laptop',
    address: '127.0.0.1',
  })
  await decide('approve', typed)
  expect(await listTokens()).toMatchObject([
    { name: 'Signed in on anna’s laptop', status: 'active', createdBy: { email: owner.email } },
  ])

  const [first, second] = await Promise.all([
    fetchToken(started.device_code),
    fetchToken(started.device_code),
  ])
  const [granted, refused] = first.status === 200 ? [first, second] : [second, first]
  expect(granted.body).toMatchObject({
    access_token: expect.stringMatching(/^vctrlsvc_\w{43}$/),
    token_type: 'Bearer',
    expires_in: expect.toSatisfy((seconds: number) => seconds > 89.9 * 86_400 && seconds <= 90 * 86_400),
    organization: { id: org },
  })
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  const program = platform.bearer(granted.body.access_token)
  await program.api.call('GET /api/organizations/{org}/projects', { params: { org } })
  const stored = await platform.app.context.pool.query('select * from device_logins')
  expect(JSON.stringify(stored.rows)).not.toContain(granted.body.access_token)

  expect(await post('/api/device/revoke', { token: granted.body.access_token })).toEqual({
    status: 200,
    body: {},
  })
  await expect(
    program.api.call('GET /api/organizations/{org}/projects', { params: { org } }),
  ).rejects.toMatchObject({ status: 401 })
  expect((await listTokens())[0]).toMatchObject({ status: 'revoked' })
})

test('one that is turned away, or that nobody decides, gets nothing', async () => {
  const denied = await start()
  await decide('deny', denied.user_code)
  expect((await fetchToken(denied.device_code)).body.error).toBe('access_denied')
  await expect(decide('approve', denied.user_code)).rejects.toMatchObject({ status: 404 })

  const late = await start()
  platform.clock.advance(11 * MINUTE)
  expect((await fetchToken(late.device_code)).body.error).toBe('expired_token')
  await expect(read(late.user_code)).rejects.toMatchObject({ status: 404 })
})

test('two who decide at once: one token is made', async () => {
  const { user_code } = await start('once')
  const outcomes = await outcomesOf([1, 2].map(() => decide('approve', user_code)))
  expect(outcomes).toEqual(['404 not_found', 'done'])
  const made = (await listTokens()).filter(({ name }) => name === 'Signed in on once')
  expect(made).toHaveLength(1)
})

test('letting in asks who somebody is; another organization and guesses see nothing', async () => {
  platform.clock.advance(16 * MINUTE)
  const { user_code } = await start()
  await expect(decide('approve', user_code, owner.unproved)).rejects.toMatchObject({
    code: 'confirmation_required',
  })
  const member = await platform.addMember(owner, org, 'member')
  await expect(decide('approve', user_code, member)).rejects.toMatchObject({ status: 403 })

  const guesses: number[] = []
  for (let count = 0; count < 31; count += 1) guesses.push((await refusalOf(read('BBBB-BBBB'))).status)
  expect([guesses[0], guesses.at(-1)]).toEqual([404, 429])
})

test.each([
  ['no client', '/api/device/code', {}, 'invalid_request'],
  ['a name of two lines', '/api/device/code', { client_id: 'x', device_name: 'a\nb' }, 'invalid_request'],
  ['another grant', '/api/device/token', { grant_type: 'password' }, 'unsupported_grant_type'],
])('%s is refused', async (_what, route, fields, error) => {
  expect(await post(route, fields as Record<string, string>)).toMatchObject({ status: 400, body: { error } })
})

test('a flood of requests is stopped', async () => {
  const statuses: number[] = []
  for (let count = 0; count < 31; count += 1) {
    statuses.push((await post('/api/device/code', { client_id: 'flood' })).status)
  }
  expect([statuses[29], statuses.at(-1)]).toEqual([200, 429])
  const unknown: number[] = []
  for (let count = 0; count < 31; count += 1) unknown.push((await fetchToken('guess')).status)
  expect([unknown[29], unknown.at(-1)]).toEqual([400, 429])
})
