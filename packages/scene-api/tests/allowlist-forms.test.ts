/** Preview deployments, apps and extensions: from the saved entry to the load. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFixture, createScene, type Fixture, raw } from './support/embed.js'
import { createKey, createProject, updateProject } from './support/organization.js'
import { refusalOf } from './support/outcomes.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

const EXTENSION = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`

let platform: TestPlatform
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
afterAll(() => platform.close())

/** A published scene behind exactly these entries, with localhost off. */
async function behind(allowedDomains: readonly string[]) {
  const project = await createProject(own.owner, own.org, { allowedDomains, allowLocalhost: false })
  const scene = await createScene(platform, { org: own.org, project })
  const { token } = await createKey(own.owner, own.org, [project])
  const load = (origin: string) =>
    raw(`${platform.url}/api/scenes/${scene.id}`, {
      headers: { Authorization: `Bearer ${token}`, ...(origin !== '' && { Origin: origin }) },
    })
  const frame = async (referer: string) => {
    const headers = { 'Sec-Fetch-Dest': 'iframe', ...(referer !== '' && { Referer: referer }) }
    const response = await raw(`${platform.url}/embed/${scene.id}`, { headers })
    return /frame-ancestors ([^;]*)/.exec(response.headers['content-security-policy'] ?? '')?.[1]?.split(' ')
  }
  return { project, load, frame }
}

const statusOf = async (response: Promise<{ status: number }>) => (await response).status

describe('a * inside the first label', () => {
  test('loads on every preview and nowhere else, and is checked by the same rule', async () => {
    const { project, load } = await behind(['pr-*.preview.example.com'])
    expect(await statusOf(load('https://pr-1.preview.example.com'))).toBe(200)
    expect(await statusOf(load('https://pr-2-fix.preview.example.com'))).toBe(200)
    expect(await statusOf(load('https://pr-.preview.example.com'))).toBe(403)
    expect(await statusOf(load('https://pr-1.a.preview.example.com'))).toBe(403)
    const checked = await own.owner.api.call(
      'POST /api/organizations/{org}/projects/{project}/check-origin',
      { params: { org: own.org, project }, body: { origin: 'https://pr-7.preview.example.com/cart' } },
    )
    expect(checked).toEqual({
      allowed: true,
      matchedPattern: 'pr-*.preview.example.com',
      reason: 'pattern',
    })
  })

  test('lets the iframe into the page that it matches, named by its own origin', async () => {
    const { frame } = await behind(['pr-*.preview.example.com', 'www.example.com'])
    expect(await frame('https://pr-1.preview.example.com/')).toContain('https://pr-1.preview.example.com')
    expect(await frame('https://evil.example.net/')).not.toContain('https://evil.example.net')
    expect(await frame('')).not.toEqual(expect.arrayContaining([expect.stringContaining('pr-')]))
  })

  test('that strangers can meet is refused by name, with what to type', async () => {
    const allowedDomains = ['*-acme.vercel.app', '*--acme.netlify.app']
    const refusal = await refusalOf(createProject(own.owner, own.org, { allowedDomains }))
    expect(refusal.status).toBe(400)
    expect(refusal.errors).toEqual([
      expect.objectContaining({
        path: 'allowedDomains.0',
        message: expect.stringContaining('your-project-*-your-team.vercel.app'),
      }),
    ])
  })
})

describe('the origin of an app', () => {
  test.each([
    ['capacitor://localhost', 'ionic://localhost'],
    ['tauri://localhost', 'capacitor://localhost'],
    ['http://tauri.localhost', 'http://tauri.localhost:1420'],
    ['https://localhost', 'https://localhost:8443'],
    ['http://localhost', 'http://localhost:3000'],
    ['app://bundle', 'app://other'],
    [EXTENSION, `chrome-extension://${'b'.repeat(32)}`],
  ])('%s loads with its entry, %s does not', async (entry, other) => {
    const { load } = await behind([entry])
    expect(await statusOf(load(entry))).toBe(200)
    expect(await statusOf(load(other))).toBe(403)
  })

  test('is saved with a warning and suggested where it is refused', async () => {
    const { project, load } = await behind(['www.example.com'])
    const refused = await load('capacitor://localhost')
    expect(refused.body).toMatchObject({
      code: 'domain_not_allowed',
      origin: 'capacitor://localhost',
      suggestedPattern: 'capacitor://localhost',
    })
    const { warnings } = await updateProject(own.owner, own.org, project, {
      allowedDomains: [refused.body.suggestedPattern],
    })
    expect(warnings).toEqual([expect.objectContaining({ code: 'native_app' })])
    expect(await statusOf(load('capacitor://localhost'))).toBe(200)
  })
})

test('a page without an origin is told why and what to do', async () => {
  const { load } = await behind(['www.example.com'])
  const opaque = await load('null')
  expect(opaque.status).toBe(403)
  expect(opaque.body).toMatchObject({ code: 'domain_not_allowed', origin: 'null' })
  expect(opaque.body.detail).toContain('allow-same-origin')
  expect(opaque.body).not.toHaveProperty('suggestedPattern')
  expect((await load('')).body).toMatchObject({ origin: null, detail: expect.stringContaining('Referer') })
})
