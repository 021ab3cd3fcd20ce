/** SIGN_UP and SIGN_UP_DOMAINS, as a stranger meets them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addNode, type TestNode } from './support/embed.js'
import { type ApiResponse, type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let owner: Person
let org: string
const nodes = {} as Record<'invited' | 'closed' | 'domains', TestNode>
beforeAll(async () => {
  platform = await startPlatform({ contactUrl: 'https://example.com/contact' })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner)
  nodes.invited = await addNode(platform, { signUp: 'invited' })
  nodes.closed = await addNode(platform, { signUp: 'closed' })
  nodes.domains = await addNode(platform, { signUpDomains: ['Example.com'] })
})
afterAll(async () => {
  await Promise.all(Object.values(nodes).map((node) => node.close()))
  await platform.close()
})

async function post(
  node: { url: string },
  path: string,
  body: unknown,
): Promise<Omit<ApiResponse, 'headers'>> {
  const response = await fetch(`${node.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
const signUp = (node: { url: string }, email: string) =>
  post(node, '/sign-up/email', { name: 'Ada', email, password: 'correct horse battery' })
async function invite(email: string): Promise<string> {
  const { body } = await owner.post('/api/auth/organization/invite-member', {
    email,
    role: 'member',
    organizationId: org,
  })
  return body.id
}
async function accounts(email: string): Promise<number> {
  const { rows } = await platform.app.context.pool.query('select 1 from users where email = $1', [email])
  return rows.length
}

describe('by invitation', () => {
  test('a stranger is told so, and no account is made', async () => {
    const response = await signUp(nodes.invited, 'stranger@example.test')
    expect(response).toMatchObject({
      status: 403,
      body: {
        code: 'invitation_required',
        type: `${platform.url}/docs/errors/invitation_required`,
        contactUrl: 'https://example.com/contact',
        requestId: expect.any(String),
      },
    })
    expect(await accounts('stranger@example.test')).toBe(0)
  })
  test('an address that has an account gets the same response as one that has none', async () => {
    const known = await signUp(nodes.invited, owner.email)
    expect(known).toMatchObject({ status: 403, body: { code: 'invitation_required' } })
  })
  test('whoever is invited makes an account, in any case of the address', async () => {
    await invite('Guest@example.test')
    expect((await signUp(nodes.invited, 'GUEST@example.test')).status).toBe(200)
    expect(await accounts('guest@example.test')).toBe(1)
  })
  test('not with an invitation that has been cancelled or has expired', async () => {
    const invitationId = await invite('late@example.test')
    await owner.post('/api/auth/organization/cancel-invitation', { invitationId })
    expect((await signUp(nodes.invited, 'late@example.test')).status).toBe(403)
    await invite('later@example.test')
    await platform.app.context.pool.query(
      "update invitations set expires_at = now() - interval '1 second' where email = 'later@example.test'",
    )
    expect((await signUp(nodes.invited, 'later@example.test')).status).toBe(403)
  })
  test('existing accounts sign in', async () => {
    const response = await post(nodes.invited, '/sign-in/email', {
      email: owner.email,
      password: 'correct horse battery',
    })
    expect(response.status).toBe(200)
  })
})

test('closed: not even with an invitation, while existing accounts sign in', async () => {
  await invite('closed@example.test')
  const response = await signUp(nodes.closed, 'closed@example.test')
  expect(response).toMatchObject({ status: 403, body: { code: 'sign_up_closed' } })
  const { email } = owner
  expect(
    (await post(nodes.closed, '/sign-in/email', { email, password: 'correct horse battery' })).status,
  ).toBe(200)
})

test('domains: exactly these', async () => {
  expect((await signUp(nodes.domains, 'ada@EXAMPLE.com')).status).toBe(200)
  for (const email of ['ada@mail.example.com', 'ada@notexample.com', 'ada@example.com.test']) {
    const response = await signUp(nodes.domains, email)
    expect(response).toMatchObject({ status: 403, body: { code: 'email_domain_not_allowed' } })
    expect(await accounts(email)).toBe(0)
  }
})

test('no spelling of the route or the body walks around it', async () => {
  const { url } = nodes.closed
  const account = { name: 'Ada', email: 'around@example.test', password: 'correct horse battery' }
  const form = new URLSearchParams(account)
  const sent = [
    fetch(`${url}/api/auth/sign-up/email/`, { method: 'POST', body: JSON.stringify(account) }),
    fetch(`${url}/api/auth//sign-up/email`, { method: 'POST', body: JSON.stringify(account) }),
    fetch(`${url}/API/AUTH/sign-up/email`, { method: 'POST', body: JSON.stringify(account) }),
    fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', body: form }),
    fetch(`${url}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `\uFEFF${JSON.stringify(account)}`,
    }),
  ]
  for (const response of await Promise.all(sent)) expect(response.status).not.toBe(200)
  expect(await accounts(account.email)).toBe(0)
})

test('the sign-up page can ask what holds', async () => {
  const ask = async (node: { url: string }) => (await fetch(`${node.url}/api/platform`)).json()
  expect(await ask(platform)).toEqual({
    signUp: 'open',
    signUpDomains: [],
    contactUrl: 'https://example.com/contact',
    communityUrl: null,
  })
  expect(await ask(nodes.domains)).toMatchObject({ signUp: 'open', signUpDomains: ['example.com'] })
  expect(await ask(nodes.closed)).toMatchObject({ signUp: 'closed' })
})

test('an address is changed to one of the allowed domains, or not at all', async () => {
  const person = await platform.signUp()
  const change = (email: string) =>
    fetch(`${nodes.domains.url}/api/account/address`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...person.credentials },
      body: JSON.stringify({ email }),
    })
  const refused = await change('person@elsewhere.test')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({
    code: 'email_domain_not_allowed',
    contactUrl: 'https://example.com/contact',
  })
  expect(await accounts(person.email)).toBe(1)
  expect((await change('person@example.com')).status).toBe(200)
  expect(await accounts('person@example.com')).toBe(1)
})
