/** The document is sound, and the server keeps to it: what it allows is sent, and no response may be one it does not describe. */
import { lintFromString, createConfig } from '@redocly/openapi-core'
import { generateApiKey } from '@vectreal/auth-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPERATIONS as CONTRACT } from '../src/contract/index.js'
import type { Operation } from '../src/contract/operation.js'
import { PROBLEM_CODES } from '../src/index.js'
import { createFixture, SITE } from './support/embed.js'
import { makeGlb } from './support/glb.js'
import {
  type ApiResponse,
  type Caller,
  type Person,
  startPlatform,
  type TestPlatform,
} from './support/platform.js'

const OPERATIONS: readonly Operation[] = Object.values(CONTRACT)
type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- a document is free-form

let platform: TestPlatform
let owner: Person
let org: string
let document: Json
const ajv = new Ajv2020({ strict: false, allErrors: true })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)

beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'business')
  document = (await platform.nobody.get('/api/openapi.json')).body
  ajv.addSchema({ $id: 'https://doc/', components: document.components })
})
afterAll(() => platform.close())

test('is valid OpenAPI 3.1', async () => {
  const config = await createConfig({ extends: ['spec'] })
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: 'openapi.json',
    config,
  })
  expect(problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`)).toEqual([])
  expect(document.openapi).toMatch(/^3\.1/)
})

test('describes every operation at every address', () => {
  const described = Object.entries(document.paths as Json).flatMap(([path, methods]) =>
    Object.keys(methods as Json).map((method) => `${method} ${path}`),
  )
  const mounted = OPERATIONS.flatMap(({ method, path, alias }) =>
    [path, alias].filter((address) => address !== undefined).map((address) => `${method} ${address}`),
  )
  expect(described).toEqual(expect.arrayContaining(mounted))
  const ids = Object.values(document.paths as Json).flatMap((methods) =>
    Object.values(methods as Json).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
})

test('the reference and the pages of the error codes are served, and load nothing from elsewhere', async () => {
  const reference = await platform.nobody.get('/docs/api')
  expect(reference.status).toBe(200)
  for (const { summary } of OPERATIONS) expect(reference.body).toContain(`<h3>${summary}</h3>`)
  expect(reference.body).not.toMatch(/(?:src|href)="https?:/)
  for (const code of Object.keys(PROBLEM_CODES)) {
    expect((await platform.nobody.get(`/docs/errors/${code}`)).body).toContain('What to do')
  }
})

/** What is wrong with a response: its status, media type or body is not one that the document names. Null: nothing. */
function findUndescribed(
  path: string,
  method: string,
  { status, headers, body }: ApiResponse,
): string | null {
  const { responses } = document.paths[path][method]
  const response = responses[status] ?? responses[`${String(status).charAt(0)}XX`]
  if (!response)
    return `${method} ${path} responded ${status}, which is not described: ${JSON.stringify(body)}`
  if (!response.content) return body === '' ? null : `${method} ${path} responded ${status} with a body`
  const type = headers.get('content-type')?.split(';', 1)[0] as string
  const content = response.content?.[type]
  if (!content) return `${method} ${path} responded ${status} with ${type}, which is not described`
  if (!type.endsWith('json') || !content.schema) return null
  const schema = JSON.parse(
    JSON.stringify(content.schema).replaceAll('"#/components', '"https://doc/#/components'),
  )
  const validate = ajv.compile(schema)
  if (validate(body)) return null
  return `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`
}

describe('every response is described', () => {
  const fill = (path: string, names: Json) =>
    path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => names[name])

  test('of a whole life: project, scene, key, rotation, end', async () => {
    const undescribed: (string | null)[] = []
    const base = '/api/organizations/{org}'
    const names: Json = { org, version: '1' }
    const send = async (method: string, path: string, body?: unknown, type?: string, query = '') => {
      const response = await owner.send(fill(path, names) + query, {
        method: method.toUpperCase(),
        body,
        ...(type !== undefined && { headers: { 'content-type': type } }),
      })
      undescribed.push(findUndescribed(path, method, response))
      return response
    }
    const project = `${base}/projects/{project}`
    const scene = `${project}/scenes/{scene}`
    const key = `${base}/api-keys/{key}`
    names.project = (
      await send('post', `${base}/projects`, { name: 'P', allowedDomains: ['*.vercel.app'] })
    ).body.id
    await send('get', `${base}/projects`)
    await send('get', project)
    await send('patch', project, { allowedDomains: ['a.com', 'http://b.com'] })
    await send('patch', project, { allowedDomains: ['*'] })
    await send('post', `${project}/check-origin`, { origin: 'https://a.com/page' })
    names.scene = (await send('post', `${project}/scenes`, { name: 'S', settings: { exposure: 2 } })).body.id
    await send('post', `${scene}/publish`)
    await send('put', `${scene}/model`, makeGlb(), 'model/gltf-binary')
    await send('put', `${scene}/model`, 'nonsense', 'model/gltf-binary')
    await send('put', `${scene}/model`, 'nonsense', 'text/plain')
    await send('put', `${scene}/poster`, 'nonsense', 'image/png')
    await send('post', `${scene}/publish`)
    await send('get', scene)
    await send('get', `${project}/scenes`)
    await send('get', `${scene}/versions`)
    await send('post', `${scene}/versions/{version}/restore`)
    await send('patch', scene, {
      settings: {
        background: { kind: 'color', color: '#ffffff' },
        hotspots: [{ id: 'a', label: 'A', position: [0, 0, 0] }],
      },
    })
    names.key = (
      await send('post', `${base}/api-keys`, { name: 'K', projectIds: [names.project], externalId: 'e' })
    ).body.apiKey.id
    await send('post', `${base}/api-keys`, { name: 'K', projectIds: [names.project], externalId: 'e' })
    await send('post', `${base}/api-keys`, { name: '', projectIds: [] })
    await send('get', `${base}/api-keys`)
    await send('get', key)
    await send('patch', key, { description: 'd' })
    await send('post', `${key}/rotate`, {})
    await send('post', `${key}/rotate`, {})
    await send('post', `${key}/overlap`, { revokesAt: new Date(Date.now() + 60_000).toISOString() })
    await send('post', `${key}/revoke`)
    await send('post', `${key}/rotate`, {})
    for (const by of ['day', 'origin']) await send('get', `${key}/usage`, undefined, undefined, `?by=${by}`)
    for (const by of ['day', 'origin']) await send('get', `${base}/usage`, undefined, undefined, `?by=${by}`)
    await owner.post('/api/auth/organization/invite-member', {
      email: 'guest@example.test',
      role: 'viewer',
      organizationId: org,
    })
    for (const rest of [
      'refusals',
      'embed-reports',
      'hygiene',
      'audit-log',
      'audit-log/export',
      'service-tokens',
      'reminders',
      'reminder-webhook',
      'members',
      'member-factors',
      'invitations',
    ]) {
      await send('get', `${base}/${rest}`)
      await send('get', `${base}/${rest}`, undefined, undefined, '?nonsense=1')
    }
    await send('get', `${base}/audit-log/export`, undefined, undefined, '?format=csv')
    names.token = (await send('post', `${base}/service-tokens`, { name: 'T' })).body.id
    await send('post', `${base}/service-tokens/{token}/revoke`)
    await send('put', `${base}/reminder-webhook`, { url: 'https://example.com/' })
    await send('get', `${base}/reminder-webhook`)
    await send('delete', `${base}/reminder-webhook`)
    await send('delete', project, undefined, undefined, '?confirm=false')
    await send('post', `${scene}/unpublish`)
    await send('delete', scene)
    await send('delete', project)
    await send('get', project)
    expect(undescribed.filter((finding) => finding !== null)).toEqual([])
  })

  test('of people: signing up, organizations, members, invitations', async () => {
    const undescribed: (string | null)[] = []
    const send = async (person: Caller, method: string, name: string, body?: unknown, query = '') => {
      const path = `/api/auth${name}`
      const response = await person.send(path + query, { method: method.toUpperCase(), body })
      undescribed.push(findUndescribed(path, method, response))
      return response
    }
    const { nobody } = platform
    const email = 'described@example.test'
    const password = 'correct horse battery'
    await send(nobody, 'post', '/sign-up/email', { name: 'D', email, password })
    await send(nobody, 'post', '/sign-up/email', { name: 'D', email, password })
    await send(nobody, 'post', '/sign-up/email', { email: 'none' })
    await send(nobody, 'post', '/sign-in/email', { email, password })
    await send(nobody, 'post', '/sign-in/email', { email, password: 'wrong' })
    await send(nobody, 'get', '/get-session')
    await send(nobody, 'get', '/list-sessions')
    await send(nobody, 'post', '/request-password-reset', { email })
    await send(nobody, 'post', '/reset-password', { newPassword: password, token: 'x' })
    const person = await platform.signUp()
    await send(person, 'get', '/get-session')
    await send(person, 'get', '/list-sessions')
    await send(person, 'get', '/list-accounts')
    await send(person, 'post', '/update-user', { name: 'Other' })
    await send(person, 'post', '/verify-password', { password })
    await send(person, 'post', '/change-password', { currentPassword: password, newPassword: password })
    await send(person, 'post', '/revoke-other-sessions')
    await send(person, 'post', '/revoke-session', { token: 'x' })
    await send(person, 'post', '/organization/check-slug', { slug: 'described' })
    const created = await send(person, 'post', '/organization/create', { name: 'D', slug: 'described' })
    const organizationId = created.body.id
    const query = `?organizationId=${organizationId}`
    await send(person, 'post', '/organization/create', { name: '', slug: '' })
    await send(person, 'post', '/organization/update', { organizationId, data: { name: 'E' } })
    await send(person, 'post', '/organization/set-active', { organizationId })
    for (const read of [
      'get-organization',
      'get-full-organization',
      'list-members',
      'get-active-member-role',
    ])
      await send(person, 'get', `/organization/${read}`, undefined, query)
    for (const read of ['list', 'get-active-member', 'list-user-invitations'])
      await send(person, 'get', `/organization/${read}`)
    const invite = (address: string) =>
      send(person, 'post', '/organization/invite-member', { email: address, role: 'member', organizationId })
    const other = await platform.signUp()
    const invitation = await invite(other.email)
    await send(other, 'get', '/organization/list-user-invitations')
    await send(other, 'get', '/organization/get-invitation', undefined, `?id=${invitation.body.id}`)
    await send(other, 'post', '/organization/accept-invitation', { invitationId: invitation.body.id })
    await send(other, 'post', '/organization/invite-member', {
      email: 'x@y.test',
      role: 'member',
      organizationId,
    })
    await send(person, 'get', '/organization/list-invitations', undefined, query)
    const cancelled = await invite('cancelled@example.test')
    await send(person, 'post', '/organization/cancel-invitation', { invitationId: cancelled.body.id })
    const rejected = await invite(owner.email)
    await send(owner, 'post', '/organization/reject-invitation', { invitationId: rejected.body.id })
    const permissions = { organization: ['update'] }
    await send(person, 'post', '/organization/has-permission', { organizationId, permissions })
    const members = await send(person, 'get', '/organization/list-members', undefined, query)
    const memberId = members.body.members.find(({ userId }: Json) => userId === other.userId).id
    await send(person, 'post', '/organization/update-member-role', {
      organizationId,
      memberId,
      role: 'viewer',
    })
    await send(person, 'post', '/organization/update-member-role', { organizationId, memberId, role: 'king' })
    await send(other, 'post', '/organization/leave', { organizationId })
    await send(person, 'post', '/organization/leave', { organizationId })
    await send(person, 'post', '/organization/remove-member', { organizationId, memberIdOrEmail: 'x@y.test' })
    await send(person, 'post', '/organization/delete', { organizationId })
    await send(person, 'post', '/revoke-sessions')
    await send(person, 'post', '/sign-out')
    expect(undescribed.filter((finding) => finding !== null)).toEqual([])
  })

  test('of an embed: what is shown, and what is refused', async () => {
    const undescribed: (string | null)[] = []
    const stage = await createFixture(platform)
    const origin = { origin: SITE }
    const keyed = { ...origin, authorization: `Bearer ${stage.token}` }
    const send = async (
      path: string,
      headers: Record<string, string>,
      body?: unknown,
      id = stage.scene.id,
    ) => {
      const method = body === undefined ? 'get' : 'post'
      const response = await platform.nobody.send(fill(path, { sceneId: id, sha256: '0'.repeat(64) }), {
        method: method.toUpperCase(),
        headers,
        body,
      })
      undescribed.push(findUndescribed(path, method, response))
      return response
    }
    for (const path of [
      '/api/scenes/{sceneId}',
      '/api/scenes/{sceneId}/model',
      '/api/scenes/{sceneId}/poster',
    ]) {
      const shown = await send(path, keyed)
      await send(path, { ...keyed, 'if-none-match': shown.headers.get('etag') ?? '' })
      await send(path, origin)
      await send(path, { ...origin, authorization: 'Bearer x' })
      await send(path, { ...origin, authorization: `Bearer ${generateApiKey()}` })
      await send(path, { ...keyed, origin: 'https://elsewhere.example' })
      await send(path, keyed, undefined, 'no-such-scene')
    }
    await send('/api/scenes/{sceneId}/model', { ...keyed, range: 'bytes=0-3' })
    await send('/api/scenes/{sceneId}/model', { ...keyed, range: 'bytes=999999999-' })
    await send('/posters/{sha256}', {})
    await send('/embed/{sceneId}', { 'sec-fetch-dest': 'iframe' })
    await send('/embed/{sceneId}', { 'sec-fetch-dest': 'document' })
    await send('/embed/{sceneId}', { 'sec-fetch-dest': 'iframe' }, undefined, 'no-such-scene')
    const report = { sceneId: stage.scene.id, code: 'network', sdkVersion: '1.0.0' }
    await send('/api/embed/reports', { 'content-type': 'text/plain' }, JSON.stringify(report))
    await send('/api/embed/reports', { 'content-type': 'text/plain' }, 'x'.repeat(5000))
    for (const path of ['/healthz', '/readyz', '/metrics', '/api/openapi.json']) await send(path, {})
    expect(undescribed.filter((finding) => finding !== null)).toEqual([])
  })

  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    '%s, asked wrongly',
    async (_id, { path, method, upload }) => {
      const names: Json = { org, project: 'x', scene: 'x', key: 'x', token: 'x', version: '1' }
      const address = fill(path, names)
      const json = { 'content-type': 'application/json' }
      const wrong: [unknown, Record<string, string>, string][] =
        method === 'get'
          ? [
              [undefined, {}, ''],
              [undefined, {}, '?limit=-1'],
            ]
          : [
              [{ unknown: 1 }, {}, ''],
              [undefined, {}, '?nonsense=1'],
              ['{', json, ''],
              ['x', { 'content-type': 'text/plain' }, ''],
              ['['.repeat(28) + ']'.repeat(28), json, ''],
              [`"${'x'.repeat(1_100_000)}"`, json, ''],
            ]
      const responses = [await platform.nobody.send(address, { method: method.toUpperCase() })]
      for (const [body, headers, query] of upload ? wrong.slice(0, 2) : wrong) {
        responses.push(await owner.send(address + query, { method: method.toUpperCase(), body, headers }))
      }
      expect(
        responses
          .map((response) => findUndescribed(path, method, response))
          .filter((found) => found !== null),
      ).toEqual([])
    },
  )
})
