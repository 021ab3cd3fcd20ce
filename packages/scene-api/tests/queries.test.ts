/** Queries that nobody's program writes: refused by name, never a failure of ours. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let owner: Person
let org: string
let lists: Record<string, string>
beforeAll(async () => {
  platform = await startPlatform()
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'enterprise')
  const base = `/api/organizations/${org}`
  const project = await createProject(owner, org)
  lists = {
    projects: `${base}/projects`,
    scenes: `${base}/projects/${project}/scenes`,
    'api-keys': `${base}/api-keys`,
    'service-tokens': `${base}/service-tokens`,
    refusals: `${base}/refusals`,
    'embed-reports': `${base}/embed-reports`,
    usage: `${base}/usage`,
    'audit-log': `${base}/audit-log`,
    export: `${base}/audit-log/export`,
  }
})
afterAll(() => platform.close())

const ask = (list: string, query: string) => owner.get(`${lists[list]}?${query}`)
const cursorOf = (text: string) => Buffer.from(text).toString('base64url')

describe('a cursor whose instant no database holds', () => {
  const CURSORS = ['0000-01-01T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '+275760-09-13T00:00:00.000Z']
  test.each(['projects', 'scenes', 'api-keys', 'service-tokens', 'refusals', 'embed-reports'])(
    'is none of %s',
    async (list) => {
      for (const at of CURSORS) {
        const { body } = await ask(list, `cursor=${cursorOf(`${at} an-id`)}`)
        expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'cursor' }] })
      }
    },
  )
})

describe('a time outside the years 0001 to 9999', () => {
  test.each([
    ['usage', 'from', '0000-01-01'],
    ['usage', 'from', '0001-01-01T00:00:00+23:59'],
    ['refusals', 'from', '0000-12-31T23:59:59Z'],
    ['refusals', 'to', '9999-12-31T23:59:59-23:00'],
    ['embed-reports', 'to', '9999-12-31T23:59:59-23:00'],
    ['audit-log', 'from', '0000-01-01T00:00:00Z'],
    ['audit-log', 'to', '9999-12-31T23:59:59-23:00'],
    ['export', 'from', '0000-01-01T00:00:00Z'],
  ])('is refused by %s as %s=%s', async (list, path, value) => {
    const { body } = await ask(list, `${path}=${encodeURIComponent(value)}`)
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path }] })
  })

  test.each([
    ['usage', 'from=0001-01-01&to=9999-12-31'],
    ['usage', 'to=0001-01-01'],
    ['refusals', 'from=0001-01-01&to=9999-12-31'],
    ['embed-reports', 'to=9999-12-31T23:59:59Z'],
    ['audit-log', 'from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z'],
  ])('has its neighbours inside: %s?%s', async (list, query) => {
    expect((await ask(list, query)).status).toBe(200)
  })
})

test.each(['audit-log', 'export'])('%s finds nothing by text that cannot be stored', async (list) => {
  for (const path of ['action', 'actor']) {
    const { body } = await ask(list, `${path}=a%00b`)
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path }] })
  }
})
