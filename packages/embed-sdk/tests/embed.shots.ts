/**
 * A plain HTML page on another origin with one script tag: every model, every state and every refusal, on the real
 * platform, into docs/images/embed.
 */
/* oxlint-disable vitest/expect-expect -- pictures are looked at */
import { mkdir, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { generateApiKey } from '@vectreal/auth-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { startSite, useBrowsers, visit, waitForState, type Site } from './browser-site.js'
import { startRealPlatform, type RealPlatform, type Showcase } from './real-platform.js'

const FOLDER = fileURLToPath(new URL('../../../docs/images/embed/', import.meta.url))
const MODELS = fileURLToPath(new URL('../../viewer-core/fixtures/', import.meta.url))
const DAY_MS = 86_400_000
const SHOP = 'shop.example.com'

let platform: RealPlatform
let site: Site
/** With a poster, on a site that its project allows. */
let car: Showcase
/** What a page puts into the element, for whoever has no script: the picture of the scene. */
let picture = ''

useBrowsers()

interface Shot {
  readonly on?: RealPlatform
  readonly scene?: Showcase
  readonly token?: string
  readonly attributes?: string
  readonly policy?: string
  readonly state?: string
  readonly before?: (page: Page) => Promise<unknown>
  /** Once the page is there; the picture is taken after it. */
  readonly until?: (page: Page) => Promise<unknown>
}

async function shoot(name: string, shot: Shot): Promise<void> {
  const { on = platform, scene = car, token = scene.token, attributes = '', policy, state = 'error' } = shot
  site.show(
    `<link rel="icon" href="data:,"><style>body{margin:0;background:#fff}</style><script async src="${on.url}/embed/v1.js"></script></head><body><vectreal-scene debug scene-id="${scene.sceneId}" api-key="${token}" ${attributes} style="display:block;width:480px;height:360px">${picture === '' ? '' : `<a href="/"><img src="${picture}" alt="A race car"></a>`}</vectreal-scene></body>`,
    policy === undefined ? {} : { 'content-security-policy': policy.replaceAll('H', on.url) },
  )
  const opened = await visit(site.url.replace('localhost', SHOP), {
    args: [`--host-resolver-rules=MAP ${SHOP} 127.0.0.1`],
    before: async (page) => {
      await page.setViewportSize({ width: 480, height: 360 })
      await shot.before?.(page)
    },
  })
  await (shot.until?.(opened.page) ?? waitForState(opened.page, state))
  await opened.page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled' })
  await opened.close()
}

async function publishAllowed(model?: string): Promise<Showcase> {
  const scene = await platform.publish(model)
  const origin = site.url.replace('localhost', SHOP)
  await platform.call('PATCH', `/projects/${scene.projectId}`, { allowedDomains: [origin] })
  return scene
}

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true })
  ;[platform, site] = await Promise.all([startRealPlatform(), startSite()])
  car = await publishAllowed()
  // Its poster is its own picture, as the dashboard makes it.
  await shoot('ready', {
    state: 'ready',
    async until(page) {
      await waitForState(page, 'ready')
      const bytes = await page.locator('vectreal-scene').evaluate(async (element) => {
        const blob = await (element as HTMLElement & { screenshot(o: object): Promise<Blob> }).screenshot({
          width: 480,
          height: 360,
        })
        return Array.from(new Uint8Array(await blob.arrayBuffer()))
      })
      await platform.call('PUT', `/scenes/${car.sceneId}/poster`, new Uint8Array(bytes))
      picture = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
    },
  })
})
afterAll(() => Promise.all([platform?.close(), site?.close()]))

describe('models', async () => {
  const models = (await readdir(MODELS)).filter((name) => name.endsWith('.glb'))
  test.each(models)('%s', async (model) => {
    await shoot(`model-${model.replace('.glb', '')}`, { scene: await publishAllowed(model), state: 'ready' })
  })
})

describe('states', () => {
  test('poster', () =>
    shoot('poster', {
      before: (page) => page.route('**/model', () => {}),
      until: (page) => page.locator('vectreal-scene img').waitFor(),
    }))

  test('loading', () =>
    shoot('loading', {
      async before(page) {
        // The scripts are there; the model comes slowly.
        const session = await page.context().newCDPSession(page)
        await session.send('Network.enable')
        page.on('request', (request) => {
          if (!request.url().endsWith('/model')) return
          void session.send('Network.emulateNetworkConditions', {
            offline: false,
            latency: 0,
            downloadThroughput: 20_000,
            uploadThroughput: 20_000,
          })
        })
      },
      until: (page) =>
        page.waitForFunction(() => {
          const bar = document
            .querySelector('vectreal-scene')
            ?.shadowRoot?.querySelector('[role=progressbar]')
          return Number(bar?.getAttribute('aria-valuenow')) >= 50
        }),
    }))

  test('interaction', () => shoot('interaction', { attributes: 'loading="interaction"', state: 'idle' }))

  test('offline', () =>
    shoot('offline', {
      async until(page) {
        await waitForState(page, 'ready')
        await page.context().setOffline(true)
        await page.locator('vectreal-scene').evaluate((element) => {
          const id = element.getAttribute('scene-id') ?? ''
          element.setAttribute('scene-id', '')
          element.setAttribute('scene-id', id)
        })
        await waitForState(page, 'offline')
      },
    }))
})

describe('refusals', () => {
  test('unknown key', () => shoot('refused-unknown-key', { token: generateApiKey() }))
  test('half a key', () => shoot('refused-malformed-token', { token: car.token.slice(0, -1) }))
  test('no key', () => shoot('refused-missing-token', { token: '' }))

  test('revoked key', async () => {
    const scene = await publishAllowed()
    await platform.call('POST', `/api-keys/${scene.keyId}/revoke`)
    await shoot('refused-key-revoked', { scene })
  })

  test('expired key', async () => {
    const scene = await publishAllowed()
    platform.advance(91 * DAY_MS)
    await shoot('refused-key-expired', { scene }).finally(() => platform.advance(-91 * DAY_MS))
  })

  test('another domain', async () => shoot('refused-domain-not-allowed', { scene: await platform.publish() }))

  test('another project', async () =>
    shoot('refused-project-out-of-scope', { token: (await platform.publish()).token }))

  test('unpublished scene', async () => {
    const scene = await publishAllowed()
    await platform.call('POST', `/scenes/${scene.sceneId}/unpublish`)
    await shoot('refused-scene-not-found', { scene })
  })

  test('rate limited', async () => {
    const strict = await startRealPlatform({ authFailureLimit: 5 })
    try {
      const scene = await strict.publish()
      for (let refusal = 0; refusal < 7; refusal += 1)
        await fetch(`${strict.url}/api/scenes/${scene.sceneId}`)
      await shoot('refused-rate-limited', { on: strict, scene })
    } finally {
      await strict.close()
    }
  })
})

describe('failures', () => {
  test('platform away', () =>
    shoot('failed-network', {
      before: (page) => page.route('**/api/scenes/*', (route) => route.abort('connectionrefused')),
    }))

  test('blocked viewer', () =>
    shoot('failed-script-blocked', {
      before: (page) => page.route('**/viewer-*.js', (route) => route.abort()),
    }))

  test('blocked decoder', async () =>
    shoot('failed-decoder-blocked', {
      scene: await publishAllowed('elven-ranger-draco.glb'),
      policy:
        "default-src 'none'; style-src 'unsafe-inline'; connect-src H; img-src blob: data:; script-src H",
    }))

  test('no WebGL', () =>
    shoot('failed-webgl-unavailable', {
      before: (page) =>
        page.addInitScript(() => {
          HTMLCanvasElement.prototype.getContext = () => null
        }),
    }))

  test('damaged model', () =>
    shoot('failed-invalid-model', {
      before: (page) =>
        page.route('**/model', async (route) => {
          const response = await route.fetch()
          const body = await response.body()
          await route.fulfill({ response, body: body.fill(7, 200, 300) })
        }),
    }))
})
