/** Refusals of the real platform, as a site builder meets them in a real browser. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClient } from '../src/index.js'
import {
  messageOf,
  startSite,
  useBrowsers,
  visit,
  waitForState,
  type Site,
  type Visit,
} from './browser-site.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const DAY_MS = 86_400_000

let platform: RealPlatform
let site: Site
let shown: Showcase
const visits: Visit[] = []

useBrowsers()

const ARGS = ['--host-resolver-rules=MAP shop.example.com 127.0.0.1']
beforeAll(async () => {
  ;[platform, site] = await Promise.all([startRealPlatform(), startSite()])
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))
beforeEach(async () => {
  shown = await platform.publish()
})
afterEach(async () => {
  await Promise.all(visits.splice(0).map((one) => one.close()))
})

interface Embed {
  readonly url?: string
  readonly token?: string
  readonly sceneId?: string
  readonly origin?: string
}

async function open({ url = platform.url, token, sceneId, origin = site.url }: Embed = {}) {
  site.show(
    `<script async src="${url}/embed/v1.js"></script></head><body><vectreal-scene debug scene-id="${sceneId ?? shown.sceneId}" api-key="${token ?? shown.token}"></vectreal-scene></body>`,
  )
  const opened = await visit(origin, { args: ARGS })
  visits.push(opened)
  return opened
}

async function refusal(embed: Embed = {}): Promise<string> {
  const { page, console } = await open(embed)
  await waitForState(page, 'error')
  const message = await messageOf(page)
  expect(`${message} ${console.join(' ')}`).not.toContain(embed.token ?? shown.token)
  return message
}

test('a key on an allowed site shows the scene; after its revocation a reload says so', async () => {
  const { page } = await open()
  await waitForState(page, 'ready')
  await platform.call('POST', `/api-keys/${shown.keyId}/revoke`)
  expect(await page.locator('vectreal-scene').getAttribute('data-vectreal-state')).toBe('ready')
  await page.reload()
  await waitForState(page, 'error')
  const message = await messageOf(page)
  expect(message).toContain('key_revoked')
  expect(message).toContain(`revoked on ${new Date().toISOString().slice(0, 10)}`)
})

test('another domain: the message names the entry to add, and adding it is enough', async () => {
  const origin = site.url.replace('localhost', 'shop.example.com')
  const opened = await open({ origin })
  await waitForState(opened.page, 'error')
  const message = await messageOf(opened.page)
  expect(message).toContain('domain_not_allowed')
  const [, entry = ''] = /Add (\S+) to the allowed domains of the project/.exec(message) ?? []
  expect(entry).toContain('shop.example.com')
  expect(message).toContain(origin)
  await platform.call('PATCH', `/projects/${shown.projectId}`, { allowedDomains: [entry] })
  await opened.page.reload()
  await waitForState(opened.page, 'ready')
})

test('localhost switched off', async () => {
  await platform.call('PATCH', `/projects/${shown.projectId}`, { allowLocalhost: false })
  expect(await refusal()).toContain('switch "allow localhost" on')
})

test('a key that was never issued', async () => {
  const { generateApiKey } = await import('@vectreal/auth-core')
  const message = await refusal({ token: generateApiKey() })
  expect(message).toContain('unknown_key')
  expect(message).toContain('layer: key')
})

test('a key with a letter missing', async () => {
  const message = await refusal({ token: shown.token.slice(0, -1) })
  expect(message).toContain('malformed_token')
  expect(message).toContain('Copy the key again')
})

test('an expired key', async () => {
  platform.advance(91 * DAY_MS)
  const message = await refusal().finally(() => platform.advance(-91 * DAY_MS))
  expect(message).toContain('key_expired')
  expect(message).toMatch(/expired on \d{4}-\d\d-\d\d\. Create a new key/)
})

test('a scene of another project', async () => {
  const other = await platform.call('POST', '/projects', { name: 'Autumn', slug: 'autumn' })
  const key = await platform.call('POST', '/api-keys', { name: 'Other', projectIds: [other.id] })
  expect(await refusal({ token: key.token })).toContain('project_out_of_scope')
})

test('an unpublished scene', async () => {
  await platform.call('POST', `/scenes/${shown.sceneId}/unpublish`)
  const message = await refusal()
  expect(message).toContain('scene_not_found')
  expect(message).toContain('publish the scene')
})

test('an address with too many refusals', async () => {
  const strict = await startRealPlatform({ authFailureLimit: 5 })
  try {
    const { sceneId, token } = await strict.publish()
    const statuses: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      statuses.push((await fetch(`${strict.url}/api/scenes/${sceneId}`)).status)
    }
    expect(statuses.at(-1)).toBe(429)
    const message = await refusal({ url: strict.url, sceneId, token })
    expect(message).toContain('rate_limited')
    expect(message).toMatch(/Wait (1 second|\d+ seconds)\./)
  } finally {
    await strict.close()
  }
})

test('the iframe shows the scene where the allowlist has its page, and nowhere else', async () => {
  const html = `</head><body><iframe width="300" height="200" src="${platform.url}/embed/${shown.sceneId}#key=${shown.token}"></iframe></body>`
  site.show(html)
  const opened = await visit(site.url, { args: ARGS })
  visits.push(opened)
  const frame = opened.page.frameLocator('iframe')
  await frame
    .locator('vectreal-scene[data-vectreal-state=ready]')
    .waitFor({ state: 'attached', timeout: 120_000 })
  expect(opened.requests.map((request) => request.url()).join(' ')).not.toMatch(/\?.*vctrl_/)
  site.show(html)
  const elsewhere = await visit(site.url.replace('localhost', 'shop.example.com'), { args: ARGS })
  visits.push(elsewhere)
  await expect.poll(() => elsewhere.console.join(' '), { timeout: 30_000 }).toContain('frame-ancestors')
})

test('the iframe shows KTX2 textures, and may not build code from text', async () => {
  const compressed = await platform.publish('controller-ktx2.glb')
  const response = await fetch(`${platform.url}/embed/${compressed.sceneId}`, {
    headers: { 'sec-fetch-dest': 'iframe' },
  })
  expect(response.headers.get('content-security-policy')).not.toContain(" 'unsafe-eval'")
  site.show(
    `</head><body><iframe width="300" height="200" src="${platform.url}/embed/${compressed.sceneId}#key=${compressed.token}"></iframe></body>`,
  )
  const opened = await visit(site.url, { args: ARGS })
  visits.push(opened)
  await opened.page
    .frameLocator('iframe')
    .locator('vectreal-scene[data-vectreal-state=ready]')
    .waitFor({ state: 'attached', timeout: 120_000 })
})

test('a program says on whose behalf it asks', async () => {
  const { url } = platform
  const { token, sceneId } = shown
  const client = createClient({ apiKey: token, baseUrl: url, origin: 'http://localhost:5173' })
  const { bytes, manifest } = await client.loadModel(sceneId)
  expect(bytes.byteLength).toBe(manifest.model.bytes)
  expect(manifest.settings.toneMapping).toBe('neutral')
  const again = await client.loadModel(sceneId)
  expect(again.bytes).toEqual(bytes)
  const without = await createClient({ apiKey: token, baseUrl: url }).diagnose(sceneId)
  expect(without.checks.find(({ status }) => status === 'failed')).toMatchObject({ name: 'domain' })
})

test.each(['require-corp', 'credentialless'])(
  'a page isolated by %s shows the iframe and the element',
  async (policy) => {
    site.show(
      `<script async src="${platform.url}/embed/v1.js" crossorigin></script></head><body><iframe src="${platform.url}/embed/${shown.sceneId}#key=${shown.token}" width="160" height="120"></iframe><vectreal-scene scene-id="${shown.sceneId}" api-key="${shown.token}" style="width:160px"></vectreal-scene></body>`,
      { 'cross-origin-embedder-policy': policy, 'cross-origin-opener-policy': 'same-origin' },
    )
    const opened = await visit(site.url, { args: ARGS })
    visits.push(opened)
    expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(true)
    await opened.page
      .frameLocator('iframe')
      .locator('vectreal-scene[data-vectreal-state=ready]')
      .waitFor({ timeout: 120_000 })
    await waitForState(opened.page, 'ready')
  },
)

test('a page whose monitoring adds headers to every fetch shows the scene', async () => {
  site.show(
    `<script>const { fetch } = window; window.fetch = (input, init = {}) => fetch(input, { ...init, headers: { ...init.headers, traceparent: '00-1-1-01', baggage: 'a=b', 'sentry-trace': '1-1' } })</script>
    <script async src="${platform.url}/embed/v1.js"></script></head><body><vectreal-scene scene-id="${shown.sceneId}" api-key="${shown.token}"></vectreal-scene></body>`,
  )
  const opened = await visit(site.url, { args: ARGS })
  visits.push(opened)
  await waitForState(opened.page, 'ready')
  expect(await opened.page.locator('vectreal-scene canvas').count()).toBe(1)
})
