/** Every management endpoint × everyone who might call it. The table is made from the list that mounts the routes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../src/contract/operation.js'
import { OPERATIONS as CONTRACT, type Operations } from '../src/contract/index.js'
import { addNode } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import {
  createDraft,
  createKey,
  createProject,
  createServiceToken,
  createSigningKey,
  readKey,
  revokeKey,
  rotateKey,
  uploadModel,
  uploadPoster,
} from './support/organization.js'
import { outcomesOf } from './support/outcomes.js'
import {
  type ApiResponse,
  type Caller,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

const CALLERS = [
  'owner',
  'admin',
  'member',
  'viewer',
  'outsider',
  'service token',
  'embed key',
  'operator',
  'nobody',
] as const
type CallerName = (typeof CALLERS)[number]
const OPERATIONS: readonly Operation[] = Object.values(CONTRACT)

const MANAGE = ['owner', 'admin', 'service token']
const PEOPLE = ['owner', 'admin']
const SIGNED_IN = [...PEOPLE, 'member', 'viewer', 'outsider']
/** Who may, by what the contract says of each endpoint: written by hand, apart from the code it checks. */
const ALLOWED: Record<keyof Operations, readonly string[]> = {
  listProjects: [...MANAGE, 'member', 'viewer'],
  readProject: [...MANAGE, 'member', 'viewer'],
  checkOrigin: [...MANAGE, 'member', 'viewer'],
  createProject: MANAGE,
  updateProject: MANAGE,
  deleteProject: MANAGE,
  listScenes: [...MANAGE, 'member', 'viewer'],
  listOrganizationScenes: [...MANAGE, 'member', 'viewer'],
  readScene: [...MANAGE, 'member', 'viewer'],
  readArFiles: [...MANAGE, 'member', 'viewer'],
  readModel: [...MANAGE, 'member', 'viewer'],
  readPoster: [...MANAGE, 'member', 'viewer'],
  listVersions: [...MANAGE, 'member', 'viewer'],
  createScene: [...MANAGE, 'member'],
  updateScene: [...MANAGE, 'member'],
  deleteScene: [...MANAGE, 'member'],
  uploadModel: [...MANAGE, 'member'],
  uploadPoster: [...MANAGE, 'member'],
  publishScene: [...MANAGE, 'member'],
  unpublishScene: [...MANAGE, 'member'],
  restoreVersion: [...MANAGE, 'member'],
  optimizeScene: [...MANAGE, 'member'],
  optimizeScenes: [...MANAGE, 'member'],
  listApiKeys: MANAGE,
  createApiKey: MANAGE,
  readApiKey: MANAGE,
  updateApiKey: MANAGE,
  rotateApiKey: MANAGE,
  changeOverlap: MANAGE,
  revokeApiKey: MANAGE,
  readKeyUsage: MANAGE,
  readUsage: MANAGE,
  readQuotas: [...MANAGE, 'member', 'viewer'],
  listRefusals: MANAGE,
  listEmbedReports: MANAGE,
  checkAllowlist: MANAGE,
  listFindings: MANAGE,
  listAuditLog: MANAGE,
  exportAuditLog: MANAGE,
  readCalendarFeed: MANAGE,
  replaceCalendarFeed: MANAGE,
  removeCalendarFeed: MANAGE,
  listReminders: MANAGE,
  readReminderWebhook: MANAGE,
  setReminderWebhook: MANAGE,
  deleteReminderWebhook: MANAGE,
  listLeaks: MANAGE,
  listWebhooks: MANAGE,
  createWebhook: MANAGE,
  readWebhook: MANAGE,
  updateWebhook: MANAGE,
  deleteWebhook: MANAGE,
  testWebhook: MANAGE,
  rotateWebhookSecret: MANAGE,
  listWebhookDeliveries: MANAGE,
  replayWebhookDelivery: MANAGE,
  listSigningKeys: MANAGE,
  createSigningKey: MANAGE,
  revokeSigningKey: MANAGE,
  readSigningKey: MANAGE,
  readSigningKeyUsage: MANAGE,
  listServiceTokens: PEOPLE,
  createServiceToken: PEOPLE,
  revokeServiceToken: PEOPLE,
  readDeviceLogin: PEOPLE,
  approveDeviceLogin: PEOPLE,
  denyDeviceLogin: PEOPLE,
  readSettings: [...MANAGE, 'member', 'viewer'],
  updateSettings: ['owner'],
  listMembers: [...PEOPLE, 'member', 'viewer'],
  listInvitations: PEOPLE,
  listMemberFactors: PEOPLE,
  readCompanySignIn: PEOPLE,
  setCompanySignIn: ['owner'],
  proveCompanyDomain: ['owner'],
  removeCompanySignIn: ['owner'],
  confirmAccount: SIGNED_IN,
  askForPasskey: SIGNED_IN,
  readFactors: SIGNED_IN,
  listOwnSessions: SIGNED_IN,
  endSession: SIGNED_IN,
  endOtherOwnSessions: SIGNED_IN,
  changeAddress: SIGNED_IN,
  confirmAddress: SIGNED_IN,
  deleteAccount: SIGNED_IN,
  setPlan: ['operator'],
  listOrganizations: ['operator'],
  suspendOrganization: ['operator'],
  resumeOrganization: ['operator'],
  readOperatorUsage: ['operator'],
  invitePerson: ['operator'],
  endPersonSessions: ['operator'],
}

/** What these say to people who ask for a thing that they have none of; the rest is in account.test.ts and company-sign-in.test.ts. */
const WITHOUT_THING: Record<string, number> = {
  endSession: 404,
  changeAddress: 400,
  confirmAddress: 400,
  setCompanySignIn: 400,
  proveCompanyDomain: 404,
  removeCompanySignIn: 404,
}
/** Leaves nobody to go on with; see account.test.ts. */
const UNREPEATABLE = new Set(['deleteAccount'])

let platform: TestPlatform
let owner: Person
/** Calls nothing. */
let signedOut: Person
let org: string
const callers = {} as Record<CallerName, Caller>
const table: string[] = []

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'enterprise')
  const outsider = await platform.signUp()
  signedOut = await platform.signUp()
  await platform.createOrganization(outsider, 'enterprise')
  const service = await createServiceToken(owner, org)
  const key = await createKey(owner, org, [await createProject(owner, org)])
  Object.assign(callers, {
    owner,
    admin: await platform.addMember(owner, org, 'admin'),
    member: await platform.addMember(owner, org, 'member'),
    viewer: await platform.addMember(owner, org, 'viewer'),
    outsider,
    'service token': platform.bearer(service.token),
    'embed key': platform.bearer(key.token),
    operator: platform.operator,
    nobody: platform.nobody,
  })
})
afterAll(async () => {
  await platform.close()
  const header = `| ${'operation'.padEnd(22)} | ${CALLERS.join(' | ')} |`
  // oxlint-disable-next-line no-console -- the table is what this test is for
  console.log(
    [
      header,
      `|${'-'.repeat(24)}|${CALLERS.map((name) => `${'-'.repeat(name.length + 2)}|`).join('')}`,
      ...table,
    ].join('\n'),
  )
})

const NEEDS_SCENE = new Set(['Scenes'])
/** Things of their own for each call: what one caller did stands in nobody's way. */
async function prepare({ id, tag }: Operation) {
  const project = await createProject(owner, org)
  const names: Record<string, string> = { org, project, version: '1', session: 'none' }
  if (NEEDS_SCENE.has(tag) && !['listScenes', 'listOrganizationScenes', 'createScene'].includes(id)) {
    const scene = await createDraft(owner, org, project)
    names.scene = scene
    if (['publishScene', 'unpublishScene', 'restoreVersion', 'readModel', 'readArFiles'].includes(id)) {
      await uploadModel(owner, org, scene, makeGlb())
    }
    if (id === 'readPoster') await uploadPoster(owner, org, scene, new Uint8Array(png))
  }
  if (tag === 'API keys' || id === 'readKeyUsage') {
    names.key = (await createKey(owner, org, [project])).keyId
    if (id === 'changeOverlap') await rotateKey(owner, org, names.key)
  }
  if (tag === 'Signing keys' && !['listSigningKeys', 'createSigningKey'].includes(id)) {
    names.key = (await createSigningKey(owner, org, [project])).id
  }
  if (id.endsWith('DeviceLogin')) names.code = await waitForPerson()
  if (id === 'revokeServiceToken') names.token = (await createServiceToken(owner, org)).id
  // The fixtures of all callers together are more than one organization may have.
  if (tag === 'Webhooks') await platform.app.context.pool.query('delete from webhooks')
  if (tag === 'Webhooks' && !['listWebhooks', 'createWebhook'].includes(id)) {
    const webhook = await owner.api.call('POST /api/organizations/{org}/webhooks', {
      params: { org },
      body: { url: 'http://127.0.0.1:9/hook', types: ['member.added'] },
    })
    names.webhook = webhook.id
    if (id === 'replayWebhookDelivery') {
      const tried = await owner.api.call('POST /api/organizations/{org}/webhooks/{webhook}/test', {
        params: { org, webhook: webhook.id },
      })
      names.delivery = tried.id
    }
  }
  if (id.endsWith('CalendarFeed')) {
    await owner.api.call('PUT /api/organizations/{org}/calendar-feed', { params: { org } })
  } else if (tag === 'Reminders') {
    await owner.api.call('PUT /api/organizations/{org}/reminder-webhook', {
      params: { org },
      body: { url: 'https://example.com/hook' },
    })
  }
  return names
}

async function waitForPerson(): Promise<string> {
  const body = new URLSearchParams({ client_id: 'tests' })
  await platform.app.context.pool.query('delete from auth_rate_limits')
  const response = await fetch(`${platform.url}/api/device/code`, { method: 'POST', body })
  return ((await response.json()) as { user_code: string }).user_code
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

function bodyOf(id: string, names: Record<string, string>): unknown {
  const bodies: Record<string, unknown> = {
    createProject: { name: 'New' },
    updateProject: { name: 'Renamed' },
    checkAllowlist: { allowedDomains: ['a.com'], allowLocalhost: true },
    checkOrigin: { origin: 'https://example.com' },
    createScene: { name: 'New' },
    updateScene: { name: 'Renamed' },
    createApiKey: { name: 'New', projectIds: [names.project] },
    updateApiKey: { name: 'Renamed' },
    rotateApiKey: {},
    changeOverlap: { revokesAt: new Date(Date.now() + 3_600_000).toISOString() },
    createSigningKey: { name: 'New', projectIds: [names.project] },
    createServiceToken: { name: 'New' },
    setReminderWebhook: { url: 'https://example.com/hook' },
    createWebhook: { url: 'http://127.0.0.1:9/hook', types: ['member.added'] },
    updateWebhook: { description: 'Renamed' },
    changeAddress: { email: 'nowhere' },
    confirmAddress: { token: 'none' },
    updateSettings: { maxKeyLifetimeDays: null },
    confirmAccount: { password: 'correct horse battery' },
    setCompanySignIn: { issuer: 'nowhere', clientId: 'x', clientSecret: 'x', domain: 'example.com' },
    setPlan: { plan: 'enterprise' },
    invitePerson: { email: 'invited@example.test' },
    endPersonSessions: { email: signedOut.email },
    uploadModel: makeGlb(),
    uploadPoster: new Uint8Array(png),
  }
  return bodies[id]
}

const TYPES: Record<string, string> = { uploadModel: 'model/gltf-binary', uploadPoster: 'image/png' }

async function call(operation: Operation, path: string, caller: Caller): Promise<ApiResponse> {
  const names = await prepare(operation)
  const type = TYPES[operation.id]
  const response = await caller.send(
    path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => names[name] as string),
    {
      method: operation.method.toUpperCase(),
      body: bodyOf(operation.id, names),
      ...(type !== undefined && { headers: { 'content-type': type } }),
    },
  )
  if (operation.id === 'suspendOrganization') {
    await platform.operator.api.call('POST /api/operator/organizations/{org}/resume', { params: { org } })
  }
  return response
}

function expectedStatus(operation: Operation, caller: CallerName): number {
  if (ALLOWED[operation.id as keyof Operations].includes(caller)) {
    return WITHOUT_THING[operation.id] ?? operation.success.status
  }
  if (operation.permission === 'operator' || operation.permission === 'person') return 401
  if (['nobody', 'embed key', 'operator'].includes(caller)) return 401
  return caller === 'outsider' ? 404 : 403
}

test('the table leaves no endpoint out', () => {
  expect(Object.keys(ALLOWED).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
})

const REPEATABLE = OPERATIONS.filter(({ id }) => !UNREPEATABLE.has(id))
describe.each(REPEATABLE.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  test('responds to each caller as the contract says', async () => {
    const expected = CALLERS.map((name) => expectedStatus(operation, name))
    const seen: number[] = []
    for (const name of CALLERS) seen.push((await call(operation, operation.path, callers[name])).status)
    table.push(
      `| ${operation.id.padEnd(22)} | ${seen.map((status, i) => String(status).padEnd((CALLERS[i] as string).length)).join(' | ')} |`,
    )
    expect(seen).toEqual(expected)
    if (operation.alias === undefined) return
    const atAlias: number[] = []
    for (const name of ['viewer', 'outsider', 'nobody'] as const) {
      atAlias.push((await call(operation, operation.alias, callers[name])).status)
    }
    expect(atAlias).toEqual(
      (['viewer', 'outsider', 'nobody'] as const).map((name) => expectedStatus(operation, name)),
    )
  })
})

test('a refused call changes nothing', async () => {
  const { apiKey } = await createKey(owner, org, [await createProject(owner, org)])
  const { id } = apiKey
  for (const name of ['member', 'viewer', 'outsider', 'embed key', 'nobody'] as const) {
    const caller = callers[name]
    const renamed = caller.api.call('PATCH /api/organizations/{org}/api-keys/{key}', {
      params: { org, key: id },
      body: { name: 'Stolen' },
    })
    const outcomes = await outcomesOf([revokeKey(caller, org, id), rotateKey(caller, org, id), renamed])
    expect(outcomes, `${name}`).not.toContain('done')
  }
  expect(await readKey(owner, org, id)).toEqual(apiKey)
})

test('a request with a session from another site is refused, a program without origin is not', async () => {
  const path = `/api/organizations/${org}/projects`
  const send = (headers: Record<string, string>) => owner.post(path, { name: 'X' }, headers)
  expect((await send({ origin: 'https://evil.example' })).body).toMatchObject({
    status: 403,
    code: 'forbidden',
  })
  expect((await send({ origin: 'null' })).status).toBe(403)
  expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await send({ origin: platform.url })).status).toBe(201)
  expect((await send({})).status).toBe(201)
  const signOut = await owner.post('/api/auth/sign-out', {}, { origin: 'https://evil.example' })
  expect(signOut.status).toBe(403)
  expect((await owner.get(path)).status).toBe(200)
})

test('a session cookie is kept from scripts and from other sites', async () => {
  const response = await platform.nobody.post('/api/auth/sign-in/email', {
    email: owner.email,
    password: 'correct horse battery',
  })
  expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly/i)
  expect(response.headers.getSetCookie().join()).toMatch(/SameSite=Lax/i)
  const wrong = await platform.nobody.post('/api/auth/sign-in/email', {
    email: owner.email,
    password: 'wrong password',
  })
  expect(wrong.body).toMatchObject({ status: 401, code: 'INVALID_EMAIL_OR_PASSWORD' })
  expect(wrong.headers.get('content-type')).toContain('application/problem+json')
})

test('an operator token may have any visible characters', async () => {
  const operatorToken = 'k(%$)"#,;:{}=-token'
  const node = await addNode(platform, { operatorToken })
  const send = (token: string) =>
    fetch(`${node.url}/api/operator/organizations/${org}/plan`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ plan: 'enterprise' }),
    })
  expect((await send(operatorToken)).status).toBe(200)
  expect((await send(`${operatorToken}x`)).status).toBe(401)
  await node.close()
})

test('nobody raises the plan or takes a role of two', async () => {
  const raised = await owner.post('/api/auth/organization/update', {
    organizationId: org,
    data: { plan: 'free' },
  })
  expect(raised.body?.plan ?? 'enterprise').not.toBe('free')
  const slug = `x-${Date.now()}`
  const made = await owner.post('/api/auth/organization/create', { name: 'X', slug, plan: 'enterprise' })
  const full = await owner.get(`/api/auth/organization/get-full-organization?organizationSlug=${slug}`)
  expect([made.status === 200 ? full.body.plan : 'free', full.body?.plan ?? 'free']).toEqual(['free', 'free'])
  const both = await owner.post('/api/auth/organization/invite-member', {
    email: 'two@example.test',
    role: ['admin', 'member'],
    organizationId: org,
  })
  expect(both.status).toBe(400)
})

test('invitations are seen by those who may invite, and not by others', async () => {
  await owner.post('/api/auth/organization/invite-member', {
    email: 'new@example.test',
    role: 'admin',
    organizationId: org,
  })
  const list = (caller: Caller) => caller.get(`/api/auth/organization/list-invitations?organizationId=${org}`)
  const full = (caller: Caller) =>
    caller.get(`/api/auth/organization/get-full-organization?organizationId=${org}`)
  expect((await list(owner)).status).toBe(200)
  expect((await list(callers.viewer)).status).toBe(403)
  expect((await full(owner)).body.invitations.length).toBeGreaterThan(0)
  expect((await full(callers.viewer)).body.invitations).toEqual([])
})
