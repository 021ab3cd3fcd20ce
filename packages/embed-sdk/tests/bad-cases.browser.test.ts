/** Every way in which a scene can fail on a page, with what the site builder and the visitor get to read. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { KEY } from './api-server.js'
import { messageOf, scene, waitForState } from './browser-site.js'
import { openPage, platform, site, provideSite } from './own-site.js'

provideSite()

async function open(
  body: string,
  headers?: Record<string, string>,
  before?: (page: Page) => Promise<unknown>,
) {
  site.show(`<script async src="${platform.url}/embed/v1.js"></script></head><body>${body}</body>`, headers)
  return openPage(site.url, before === undefined ? {} : { before })
}

describe('a refusal', () => {
  const RETRY_AFTER = { 'retry-after': '60' }
  test.each([
    [
      'a wrong key',
      401,
      { code: 'unknown_key', layer: 'key' },
      {},
      'Check that base-url names the platform of the key',
    ],
    [
      'an expired key',
      401,
      { code: 'key_expired', layer: 'key', expiredAt: '2026-01-02T03:04:05.000Z' },
      {},
      'expired on 2026-01-02',
    ],
    [
      'a revoked key',
      401,
      { code: 'key_revoked', layer: 'key', revokedAt: '2026-03-04T05:06:07.000Z' },
      {},
      'revoked on 2026-03-04',
    ],
    [
      'another domain',
      403,
      {
        code: 'domain_not_allowed',
        layer: 'domain',
        origin: 'https://shop.example.com',
        suggestedPattern: 'shop.example.com',
      },
      {},
      'Add shop.example.com to the allowed domains of the project, so that pages on https://shop.example.com',
    ],
    [
      'another project',
      403,
      { code: 'project_out_of_scope', layer: 'project' },
      {},
      'Use a key that covers the project',
    ],
    [
      'an unpublished scene',
      404,
      { code: 'scene_not_found', layer: 'organization' },
      {},
      'publish the scene',
    ],
    ['a limited address', 429, { code: 'rate_limited' }, RETRY_AFTER, 'Wait 60 seconds'],
    [
      'a platform without its database',
      503,
      { code: 'temporarily_unavailable' },
      RETRY_AFTER,
      'Try again in a moment',
    ],
  ])('of %s tells code, layer and remedy', async (_name, status, problem, headers, remedy) => {
    platform.respond('', platform.problem(status, problem, headers))
    const { page, console } = await open(scene())
    await waitForState(page, 'error')
    const message = await messageOf(page)
    expect(message).toContain('The 3D view is not available at the moment.')
    expect(message).toContain(problem.code)
    expect(message).toContain(remedy)
    expect(message).toContain('req-1')
    const layer = (problem as { layer?: string }).layer
    expect(message.includes('layer:')).toBe(layer !== undefined)
    const lines = console.filter((line) => line.includes('[vectreal]'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(
      `error: [vectreal] ${problem.code}${layer === undefined ? '' : ` (${layer})`}: `,
    )
    expect(lines[0]).toContain(remedy)
    expect(`${message} ${console.join(' ')}`).not.toContain(KEY)
    // The platform knows of its own refusals.
    expect(platform.reports.join('')).toBe('')
  })

  test('shows the remedy on localhost or on request, and never to visitors', async () => {
    platform.respond('', platform.problem(401, { code: 'unknown_key', layer: 'key' }))
    const { page } = await open(scene(), {}, async (page) => {
      await page.route('https://shop.example.com/', (route) =>
        route.fulfill({ body: '', contentType: 'text/html' }),
      )
    })
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('unknown_key')
    // The same page under a public name: Chromium is told where it is.
    await page.goto('https://shop.example.com/')
    const text = await page.evaluate(
      async ({ source, key }) => {
        document.body.innerHTML = `<vectreal-scene scene-id="chair" api-key="${key}"></vectreal-scene>`
        const script = document.createElement('script')
        script.textContent = source
        document.head.append(script)
        return document.querySelector('vectreal-scene')?.shadowRoot?.textContent ?? ''
      },
      { source: await (await fetch(`${platform.url}/embed/v1.js`)).text(), key: KEY },
    )
    expect(text).not.toContain('unknown_key')
    await waitForState(page, 'error')
    const calm = await messageOf(page)
    expect(calm).toContain('The 3D view is not available at the moment.')
    expect(calm).not.toMatch(/script_blocked|Policy/)
    // Vue and React 18 write the word where others leave the attribute out.
    await page.locator('vectreal-scene').evaluate((element) => element.setAttribute('debug', 'false'))
    await page.locator('vectreal-scene button').click()
    await waitForState(page, 'error')
    expect(await messageOf(page)).not.toContain('script_blocked')
    await page.locator('vectreal-scene').evaluate((element) => element.setAttribute('debug', ''))
    await page.locator('vectreal-scene button').click()
    await page.locator('vectreal-scene pre').waitFor()
    expect(await messageOf(page)).toContain('script_blocked')
  })

  test('is an event that bubbles, and whoever handles it may say it in their own words', async () => {
    platform.respond('', platform.problem(403, { code: 'project_out_of_scope', layer: 'project' }))
    const { page } = await open(
      `<script>addEventListener('error', (event) => { if (event.detail) { event.preventDefault(); window.failure = JSON.stringify(event.detail) } })</script>${scene()}`,
    )
    await waitForState(page, 'error')
    const failure = JSON.parse(await page.evaluate(() => (window as unknown as { failure: string }).failure))
    expect(failure).toMatchObject({
      code: 'project_out_of_scope',
      layer: 'project',
      status: 403,
      requestId: 'req-1',
    })
    expect(await page.locator('vectreal-scene [part=message]').count()).toBe(0)
  })

  test('is no tall empty box, and its line is in sight', async () => {
    platform.respond('', platform.problem(403, { code: 'project_out_of_scope', layer: 'project' }))
    const { page } = await open(scene('style="aspect-ratio:1/9"'))
    await waitForState(page, 'error')
    const [box, line] = await Promise.all(
      ['vectreal-scene', 'vectreal-scene p'].map((part) => page.locator(part).boundingBox()),
    )
    const fold = page.viewportSize()?.height ?? 0
    expect(box?.height).toBeLessThanOrEqual(0.7 * fold)
    expect(line?.y).toBeGreaterThan(0)
    expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThan(fold)
  })

  test('of no key at all needs no request', async () => {
    const { page } = await open('<vectreal-scene scene-id="chair"></vectreal-scene>')
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('Give the element an api-key attribute')
    expect(platform.requests.filter(({ path }) => path.startsWith('/api/'))).toEqual([])
  })
})

test('Origin: null is refused with the reason', async () => {
  platform.respond('', (req, res) =>
    platform.problem(403, { code: 'domain_not_allowed', layer: 'domain', origin: req.headers.origin })(
      req,
      res,
    ),
  )
  const inner = `<script src='${platform.url}/embed/v1.js'></script>${scene().replaceAll('"', "'")}`
  site.show(
    `</head><body><iframe sandbox="allow-scripts" srcdoc="${inner}" width="600" height="400"></iframe></body>`,
  )
  const opened = await openPage(site.url)
  const frame = opened.page.frameLocator('iframe')
  await frame.locator('vectreal-scene[data-vectreal-state=error]').waitFor()
  expect(opened.console.join('\n')).toContain('This page has no origin')
})

test('a platform that is away is a network failure with a way to try again', async () => {
  const { page } = await open(scene('base-url="http://127.0.0.1:9"'), {}, async (page) => {
    // Full jitter may be no pause at all; here it is.
    await page.addInitScript(() => (Math.random = () => 0))
  })
  await waitForState(page, 'error')
  const message = await messageOf(page)
  expect(message).toContain('Please check your connection.')
  expect(message).toContain('connect-src')
  await page
    .locator('vectreal-scene')
    .evaluate((element, url) => element.setAttribute('base-url', url), platform.url)
  await waitForState(page, 'ready')
  expect(await page.locator('vectreal-scene [part=message]').count()).toBe(0)
})

test('offline waits, and online loads without anybody doing anything', async () => {
  const { page, context } = await open('<main></main>')
  await loadScripts(page)
  await context.setOffline(true)
  await page.locator('main').evaluate((main, html) => {
    main.innerHTML = html
  }, scene())
  await waitForState(page, 'offline')
  expect(await messageOf(page)).toContain('You are offline.')
  await context.setOffline(false)
  await waitForState(page, 'ready')
  expect(await page.locator('vectreal-scene [part=message]').count()).toBe(0)
})

test('slow 3G shows the poster first and progress on the way', async () => {
  const { page, context } = await open(
    "<main></main><script>window.seen = []; for (const type of ['progress', 'statechange', 'load']) document.addEventListener(type, (event) => seen.push(event.detail.ratio ?? event.detail.state ?? type))</script>",
  )
  await loadScripts(page)
  // What developer tools call by this name. The scripts have come before it, because they are waited for elsewhere.
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  })
  await page.locator('main').evaluate((main, html) => {
    main.innerHTML = html
  }, scene())
  await page.locator('vectreal-scene[data-vectreal-state=downloading]').waitFor()
  await page.locator('vectreal-scene img').waitFor()
  await waitForState(page, 'ready')
  const seen = await page.evaluate(() => (window as unknown as { seen: (number | string)[] }).seen)
  const ratios = seen.filter((one) => typeof one === 'number')
  expect(ratios.length).toBeGreaterThan(2)
  expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe('load')
})

test('a blocked script tag leaves picture and link of the page in place', async () => {
  const { page } = await open(
    scene(
      '',
      '<a href="/more"><img alt="Chair" src="data:image/png;base64,iVBORw0KGgo=" width="64" height="48"></a>',
    ),
    { 'content-security-policy': "script-src 'none'" },
  )
  expect(await page.locator('vectreal-scene a').isVisible()).toBe(true)
})

test('a blocked viewer chunk is told apart and can be tried again', async () => {
  platform.replaceFile(await chunkName('viewer'), (_req, res) => void res.destroy())
  const { page } = await open(scene())
  await waitForState(page, 'error')
  expect(await messageOf(page)).toContain('script_blocked')
  expect(await messageOf(page)).toContain('script-src')
  platform.replaceFile(await chunkName('viewer'), null)
  await page.locator('vectreal-scene button').click()
  await waitForState(page, 'ready')
  expect(platform.reports.join('')).toContain('script_blocked')
})

test('a blocked runtime chunk is told apart and can be tried again', async () => {
  platform.replaceFile(await chunkName('scene'), (_req, res) => void res.destroy())
  const { page } = await open(scene())
  await waitForState(page, 'error')
  expect(await messageOf(page)).toContain('script_blocked')
  platform.replaceFile(await chunkName('scene'), null)
  await page.locator('vectreal-scene button').click()
  await waitForState(page, 'ready')
})

test('a damaged model keeps the poster and says what to do', async () => {
  await platform.setModel(new TextEncoder().encode('glTF is not in here'))
  const { page } = await open(scene())
  await waitForState(page, 'error')
  expect(await messageOf(page)).toContain('invalid_model')
  expect(await messageOf(page)).toContain('Upload the model again as a valid GLB')
  expect(await page.locator('vectreal-scene img').isVisible()).toBe(true)
  // Whoever leaves takes along what was still to be told.
  await page.locator('vectreal-scene').evaluate((element) => element.remove())
  await expect.poll(() => platform.reports.join('')).toContain('invalid_model')
  expect(platform.reports.join('')).not.toContain('vctrl_')
})

test('reports can be switched off', async () => {
  await platform.setModel(new TextEncoder().encode('glTF is not in here'))
  const { page } = await open(scene('reports="off"'))
  await waitForState(page, 'error')
  await page.locator('vectreal-scene').evaluate((element) => element.remove())
  await page.evaluate(() => fetch('/'))
  expect(platform.requests.some(({ path }) => path.includes('reports'))).toBe(false)
})

test('who saves data is asked before anything is loaded', async () => {
  const { page } = await open(
    `${scene()}${scene('loading="eager" id="eager"').replace('chair', 'table')}`,
    {},
    (page) =>
      page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })),
  )
  await waitForState(page, 'ready', '#eager')
  expect(platform.requests.some(({ path }) => path.includes('chair'))).toBe(false)
  await page.getByRole('button', { name: 'View in 3D' }).click()
  await waitForState(page, 'ready')
})

test('no WebGL: the poster stays, the model is not even downloaded', async () => {
  const { page } = await open(scene(), {}, async (page) => {
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null
    })
  })
  await waitForState(page, 'error')
  expect(await messageOf(page)).toContain('This device cannot show the 3D view.')
  expect(await messageOf(page)).toContain('webgl_unavailable')
  await page.locator('vectreal-scene img').waitFor()
  expect(platform.requests.some(({ path }) => path.endsWith('/model'))).toBe(false)
})

/** The rest of the SDK, before a scene asks for it. */
async function loadScripts(page: Page): Promise<void> {
  await page.waitForFunction(() => 'Vectreal' in window)
  await page.evaluate(async () => {
    await (window as unknown as { Vectreal: { load(): Promise<unknown> } }).Vectreal.load()
  })
}

async function chunkName(name: string): Promise<string> {
  const { files } = (await (await fetch(`${platform.url}/embed/integrity.json`)).json()) as {
    files: Record<string, string>
  }
  return Object.keys(files).find((file) => file.includes(`/${name}-`)) ?? ''
}
