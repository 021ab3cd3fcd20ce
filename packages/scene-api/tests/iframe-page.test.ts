/** The iframe page: who may frame it, what it tells a stranger, and what its token opens for how long. */
import { hasNginx, startNginx, type TestNginx } from '@vectreal/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFixture, createScene, type Fixture, raw, SITE } from './support/embed.js'
import { changeScene, createKey, createProject, updateProject } from './support/organization.js'
import { startPlatform, type TestPlatform } from './support/platform.js'

/** As many entries as a project may have, each as long as a host name may be. */
const label = 'a'.repeat(55)
const LARGEST = Array.from(
  { length: 500 },
  (_, index) => `${`${label}.${label}.${label}`}.s${String(index).padStart(3, '0')}.example.com`,
)
const ON_LARGEST = `https://${LARGEST[250]}`

let platform: TestPlatform
let own: Fixture

beforeAll(async () => {
  platform = await startPlatform({ authFailureLimit: 1_000_000 })
  own = await createFixture(platform)
})
afterAll(() => platform.close())

/** A published scene of a project with this allowlist, and a key for it. */
async function createEmbed(allowedDomains: readonly string[], allowLocalhost = false) {
  const project = await createProject(own.owner, own.org, { allowedDomains, allowLocalhost })
  const [scene, { token }] = await Promise.all([
    createScene(platform, { org: own.org, project, poster: true }),
    createKey(own.owner, own.org, [project]),
  ])
  return { project, sceneId: scene.id, token }
}

const openPage = (sceneId: string, site: string | null, url = platform.url) =>
  raw(`${url}/embed/${sceneId}`, {
    headers: { 'Sec-Fetch-Dest': 'iframe', ...(site !== null && { Referer: `${site}/` }) },
  })
type Page = Awaited<ReturnType<typeof openPage>>

const policyOf = ({ headers }: Page) => headers['content-security-policy'] ?? ''
const ancestorsOf = (page: Page) => /frame-ancestors (.*)$/.exec(policyOf(page))?.[1]?.split(' ')
const tokenOf = ({ body }: Page) => /name="vectreal-page-token" content="([^"]+)"/.exec(body)?.[1] ?? ''

/** What the page at `origin` gets with a page token. */
async function ask(
  { sceneId, token }: { sceneId: string; token: string },
  pageToken: string,
  { origin = platform.url, route = '' } = {},
) {
  const { status, body } = await raw(`${platform.url}/api/scenes/${sceneId}${route}`, {
    headers: {
      Authorization: `Bearer ${token}`,
      Referer: `${origin}/embed/${sceneId}`,
      'X-Vectreal-Page-Token': pageToken,
    },
  })
  return [status, body.code]
}
const GRANTED = [200, undefined]
const REFUSED = [403, 'domain_not_allowed']

test('without script the page shows the poster, where that needs no key', async () => {
  const { org, project } = own
  const [shown, kept] = await Promise.all(
    [true, false].map((publicPoster) => createScene(platform, { org, project, poster: true, publicPoster })),
  )
  const withoutScript = async (scene: typeof shown) =>
    /<noscript>(.*)<\/noscript>/.exec((await openPage(scene?.id ?? '', SITE)).body)?.[1]
  const picture = /<img src="([^"]+)" width="32" height="32"/.exec((await withoutScript(shown)) ?? '')?.[1]
  expect((await raw(picture ?? '')).bytes.equals(shown?.poster ?? Buffer.of())).toBe(true)
  expect(await withoutScript(kept)).toBe('This 3D scene needs JavaScript.')
})

describe('framing', () => {
  const ENTRIES = ['shop.example.com', '*.example.org:8443', 'http://old.example.com']

  test.each([
    ['the entry that lets the site in', 'https://shop.example.com', 'https://shop.example.com'],
    ['its wildcard', 'https://a.b.example.org:8443', 'https://*.example.org:8443'],
    ['its http entry', 'http://old.example.com', 'http://old.example.com'],
    ['localhost alone, with its port', 'http://localhost:5173', 'http://localhost:5173'],
  ])('is allowed to %s and named to nobody else', async (_what, site, source) => {
    const { sceneId } = await createEmbed(ENTRIES, true)
    const page = await openPage(sceneId, site)
    expect(page.status).toBe(200)
    expect(ancestorsOf(page)).toEqual([source])
    expect(page.headers['cache-control']).toContain('no-store')
    expect(page.headers['vary']).toContain('Referer')
  })

  test('is allowed to the whole list where the browser does not say which site it is', async () => {
    const { sceneId } = await createEmbed(ENTRIES, true)
    const page = await openPage(sceneId, null)
    expect(page.status).toBe(200)
    expect(policyOf(page)).toContain(
      'frame-ancestors https://shop.example.com https://*.example.org:8443 http://old.example.com http://localhost:* http://*.localhost:* http://127.0.0.1:* https://localhost:*',
    )
  })

  test.each([
    ['a site that is not listed', ENTRIES, true, 'https://evil.example'],
    ['localhost where that is off', ENTRIES, false, 'http://localhost:5173'],
    ['anybody where nothing is allowed', [], false, null],
    ['a site where nothing is allowed', [], false, 'https://shop.example.com'],
  ])('is refused to %s, without a token', async (_what, entries, allowLocalhost, site) => {
    const { sceneId } = await createEmbed(entries, allowLocalhost)
    const page = await openPage(sceneId, site)
    expect([page.status, tokenOf(page)]).toEqual([403, ''])
    expect(ancestorsOf(page)).toEqual(["'none'"])
    for (const entry of ENTRIES) expect(policyOf(page) + page.body).not.toContain(entry)
  })

  test('is refused with an explanation where the browser says that there is no frame', async () => {
    const page = await raw(`${platform.url}/embed/${own.scene.id}`, {
      headers: { 'Sec-Fetch-Dest': 'document', Referer: `${SITE}/` },
    })
    expect([page.status, tokenOf(page)]).toEqual([403, ''])
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).toContain('iframe')
  })

  test('is a 404 for a scene that does not exist, or is a draft', async () => {
    const draft = await createScene(platform, { org: own.org, project: own.project, status: 'draft' })
    expect((await openPage('no-such-scene', SITE)).status).toBe(404)
    expect((await openPage(draft.id, SITE)).status).toBe(404)
  })

  test('tells nothing of the scene', async () => {
    const { sceneId } = await createEmbed(['shop.example.com'])
    await changeScene(own.owner, own.org, sceneId, { name: 'Unreleased prototype' })
    const page = await openPage(sceneId, SITE)
    expect(page.status).toBe(200)
    expect(page.body).not.toContain('Unreleased')
  })
})

describe('the page token', () => {
  test('stands for the site around the page, for its scene and for a while', async () => {
    const embed = await createEmbed([SITE])
    const other = await createScene(platform, { org: own.org, project: embed.project })
    const pageToken = tokenOf(await openPage(embed.sceneId, SITE))
    for (const route of ['', '/model', '/poster']) {
      expect((await ask(embed, pageToken, { route }))[0]).toBe(200)
    }
    expect(await ask({ ...embed, sceneId: other.id }, pageToken)).toEqual(REFUSED)
    expect(await ask(embed, `${pageToken}x`)).toEqual(REFUSED)
    expect(await ask(embed, '')).toEqual(REFUSED)
    expect(await ask(embed, pageToken, { origin: 'https://evil.example.net' })).toEqual(REFUSED)
    platform.clock.advance(3_600_000)
    expect(await ask(embed, pageToken)).toEqual(REFUSED)
    platform.clock.advance(-3_600_000)
  })

  test.each([
    ['its site leaves the allowlist', SITE, { allowedDomains: ['other.example.com'] }],
    ['the allowlist is emptied', SITE, { allowedDomains: [] }],
    ['localhost is switched off', 'http://localhost:5173', { allowLocalhost: false }],
    ['the allowlist changes and its site is not known', null, { allowedDomains: ['other.example.com'] }],
    ['localhost is switched off and its site is not known', null, { allowLocalhost: false }],
  ])('opens nothing from the moment %s', async (_what, site, change) => {
    const embed = await createEmbed([SITE], true)
    const pageToken = tokenOf(await openPage(embed.sceneId, site))
    expect(await ask(embed, pageToken)).toEqual(GRANTED)
    await updateProject(own.owner, own.org, embed.project, change)
    for (const route of ['', '/model', '/poster'])
      expect(await ask(embed, pageToken, { route })).toEqual(REFUSED)
  })

  test('goes on where the allowlist changes and its site stays on it', async () => {
    const embed = await createEmbed([SITE])
    const pageToken = tokenOf(await openPage(embed.sceneId, SITE))
    await updateProject(own.owner, own.org, embed.project, { allowedDomains: ['other.example.com', SITE] })
    expect(await ask(embed, pageToken)).toEqual(GRANTED)
  })

  test('names the site in the refusal and in the counts', async () => {
    const embed = await createEmbed([SITE])
    const pageToken = tokenOf(await openPage(embed.sceneId, SITE))
    await updateProject(own.owner, own.org, embed.project, { allowedDomains: [] })
    const { body } = await raw(`${platform.url}/api/scenes/${embed.sceneId}`, {
      headers: {
        Authorization: `Bearer ${embed.token}`,
        Origin: platform.url,
        'X-Vectreal-Page-Token': pageToken,
      },
    })
    expect(body).toMatchObject({ origin: SITE, suggestedPattern: 'shop.example.com' })
    await platform.app.flush()
    const { items } = await own.owner.api.call('GET /api/organizations/{org}/refusals', {
      params: { org: own.org },
    })
    expect(items).toContainEqual(
      expect.objectContaining({ sceneId: embed.sceneId, origin: SITE, code: 'domain_not_allowed' }),
    )
  })
})

describe('the largest allowlist that is accepted', () => {
  test('leaves the policy below 3 KB, whoever asks', async () => {
    const { sceneId } = await createEmbed(LARGEST, true)
    const pages = await Promise.all(
      [ON_LARGEST, 'http://localhost:3000', 'https://evil.example', null].map((site) =>
        openPage(sceneId, site),
      ),
    )
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 403, 403])
    for (const page of pages) expect(policyOf(page).length).toBeLessThan(3 * 1024)
    expect(pages[3]?.body).toContain('referrerpolicy=&#34;strict-origin&#34;')
  })

  test('a list that fits is sent whole where the site is not known', async () => {
    const { sceneId } = await createEmbed(LARGEST.slice(0, 12), true)
    const page = await openPage(sceneId, null)
    expect(ancestorsOf(page)).toHaveLength(12 + 6)
    expect(policyOf(page).length).toBeLessThan(3 * 1024)
  })

  describe.skipIf(!hasNginx)('behind nginx as it is installed', () => {
    let nginx: TestNginx
    beforeAll(async () => {
      nginx = await startNginx(platform.url)
    })
    afterAll(() => nginx.stop())

    test.each([
      ['all 500 entries', LARGEST, ON_LARGEST, 200],
      ['all 500 entries, to a site that is not listed', LARGEST, 'https://evil.example', 403],
      ['all 500 entries, without a Referer', LARGEST, null, 403],
      ['as many as fit, without a Referer', LARGEST.slice(0, 12), null, 200],
    ])('arrives with %s', async (_what, entries, site, status) => {
      const { sceneId } = await createEmbed(entries)
      expect((await openPage(sceneId, site, nginx.url)).status).toBe(status)
    })
  })
})
