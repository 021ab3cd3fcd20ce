import type { Frame } from 'playwright-core'
import { build } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import type * as iframeModule from '../src/frame/iframe.js'
import { createSnippets } from '../src/snippets.js'
import { KEY } from './api-server.js'
import { type Visit } from './browser-site.js'
import { openPage, platform, site, provideSite } from './own-site.js'

type Api = typeof iframeModule
interface TestWindow {
  api: Api
  frame: ReturnType<Api['embedFrame']>
  seen: [string, unknown][]
}

/** The page's side, as a site's bundler builds it. */
let pageScript: string

provideSite()

beforeAll(async () => {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: new URL('../dist/frame/iframe.js', import.meta.url).pathname,
        formats: ['iife'],
        name: 'api',
      },
    },
  })
  const [{ output }] = result as unknown as [{ output: [{ code: string }] }]
  pageScript = output[0].code
})

async function open(body: string): Promise<Visit> {
  site.show(`</head><body>${body}</body>`)
  return openPage(site.url)
}

async function frameOf({ page }: Visit): Promise<Frame> {
  const handle = await page.locator('iframe').elementHandle()
  const frame = await handle?.contentFrame()
  if (!frame) throw new Error('no frame')
  return frame
}

async function ready(frame: Frame, state = 'ready'): Promise<void> {
  await frame
    .locator(`vectreal-scene[data-vectreal-state=${state}]`)
    .waitFor({ state: 'attached', timeout: 120_000 })
}

test('the snippet alone shows the scene; the key leaves the address before anything is sent', async () => {
  const facts = { baseUrl: platform.url, sceneId: 'chair', sceneName: 'Chair', apiKey: KEY }
  const opened = await open(createSnippets(facts).find(({ id }) => id === 'iframe')?.code ?? '')
  const frame = await frameOf(opened)
  await ready(frame)
  expect(await frame.evaluate(() => location.href)).toBe(`${platform.url}/embed/chair`)
  expect(await frame.evaluate(() => document.documentElement.outerHTML)).not.toContain('vctrl_')
  const asked = platform.requests.filter(({ path }) => path.startsWith('/api/scenes/'))
  expect(asked.map(({ headers }) => headers['x-vectreal-page-token'])).toEqual(
    asked.map(() => 'page-token-1'),
  )
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(asked.map(() => `Bearer ${KEY}`))
  expect(platform.requests.map(({ path, headers }) => `${path} ${headers.referer}`).join('\n')).not.toContain(
    'vctrl_',
  )
})

test('the page drives the frame with the same words as the element', async () => {
  await platform.setModel('sports-sedan-variants.glb')
  const opened = await open('<div id="box" style="width:300px;height:200px"></div>')
  const { page } = opened
  await page.addScriptTag({ content: pageScript })
  const seen = await page.evaluate(
    async ({ key, baseUrl }) => {
      const { api } = window as unknown as TestWindow
      const frame = api.embedFrame(document.querySelector('#box') as Element, {
        sceneId: 'chair',
        apiKey: key,
        baseUrl,
        title: 'A car',
      })
      Object.assign(window, { frame })
      const events: string[] = []
      for (const type of ['progress', 'load', 'statechange', 'playing', 'pose']) {
        frame.addEventListener(type, () => events.push(type))
      }
      await frame.load()
      await frame.setVariant('Ocean Blue')
      const unknown = await frame
        .setVariant('Plaid')
        .catch((error: Error) => `${error.name}: ${error.message}`)
      const picture = await frame.screenshot({ width: 32, height: 32 })
      return { events, unknown, state: frame.state, variants: frame.variants, picture: picture.type }
    },
    { key: KEY, baseUrl: platform.url },
  )
  expect(seen.events).toEqual(expect.arrayContaining(['progress', 'load', 'statechange']))
  expect(seen.unknown).toBe(
    'TypeError: This scene has no variant "Plaid"; it has: "Signal Red", "Ocean Blue", "Graphite"',
  )
  expect(seen).toMatchObject({
    state: 'ready',
    variants: ['Signal Red', 'Ocean Blue', 'Graphite'],
    picture: 'image/png',
  })
  const left = await page.evaluate(() => {
    const { frame } = window as unknown as TestWindow
    frame.dispose()
    return document.querySelectorAll('iframe').length
  })
  expect(left).toBe(0)
})

test('a refusal reaches the page as the error it is', async () => {
  platform.respond(
    '',
    platform.problem(401, { code: 'key_revoked', layer: 'key', revokedAt: '2026-03-04T00:00:00Z' }),
  )
  const { page } = await open('<div id="box" style="width:300px;height:200px"></div>')
  await page.addScriptTag({ content: pageScript })
  const error = await page.evaluate(
    ({ key, baseUrl }) => {
      const { api } = window as unknown as TestWindow
      const box = document.querySelector('#box') as Element
      const frame = api.embedFrame(box, { sceneId: 'chair', apiKey: key, baseUrl, title: 'A car' })
      return new Promise<string>((resolve) => {
        frame.addEventListener('error', (event) => resolve(JSON.stringify((event as CustomEvent).detail)))
      })
    },
    { key: KEY, baseUrl: platform.url },
  )
  expect(JSON.parse(error)).toMatchObject({
    code: 'key_revoked',
    layer: 'key',
    requestId: 'req-1',
    status: 401,
  })
  expect(error).toContain('revoked on 2026-03-04')
})

test('a frame that lost its key gets it from the page', async () => {
  const { page } = await open(`<iframe src="${platform.url}/embed/chair" width="300" height="200"></iframe>`)
  const frame = await frameOf({ page } as Visit)
  await ready(frame, 'error')
  await page.addScriptTag({ content: pageScript })
  await page.evaluate((key) => {
    const { api } = window as unknown as TestWindow
    api.connectFrame(document.querySelector('iframe') as HTMLIFrameElement, key)
  }, KEY)
  await ready(frame)
  expect(await frame.locator('canvas').count()).toBe(1)
})

test('only the page around it is heard, and only in words that the frame knows', async () => {
  const opened = await open(
    `<iframe src="${platform.url}/embed/chair#key=${KEY}" width="300" height="200"></iframe>`,
  )
  const { page } = opened
  const frame = await frameOf(opened)
  await ready(frame)
  const responses = await page.evaluate(async () => {
    const target = document.querySelector('iframe')?.contentWindow as Window
    const ask = (message: unknown) => {
      const { port1, port2 } = new MessageChannel()
      const heard: unknown[] = []
      port1.addEventListener('message', ({ data }) => heard.push(data))
      port1.start()
      target.postMessage(message, '*', [port2])
      return { port1, heard }
    }
    const wrong = ask({ vectreal: 99, type: 'connect' })
    const right = ask({ vectreal: 1, type: 'connect' })
    while (right.heard.length === 0) await new Promise((resolve) => setTimeout(resolve))
    right.port1.postMessage({ type: 'call', id: 1, method: 'remove', args: [] })
    right.port1.postMessage({ type: 'call', id: 2, method: 'goTo', args: 'Top' })
    right.port1.postMessage({ type: 'call', id: 3, method: 'pause', args: [] })
    while (!right.heard.some((one) => (one as { id?: number }).id === 3)) {
      await new Promise((resolve) => setTimeout(resolve))
    }
    return { wrong: wrong.heard, ids: right.heard.map((one) => (one as { id?: number }).id ?? 0) }
  })
  expect(responses.wrong).toEqual([])
  expect(responses.ids).not.toContain(1)
  expect(responses.ids).not.toContain(2)
  // Another frame of the page is not the page.
  await page.evaluate(() => {
    const stranger = document.createElement('iframe')
    stranger.id = 'stranger'
    stranger.srcdoc = `<script>
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => { document.title = 'heard' }
      parent.frames[0].postMessage({ vectreal: 1, type: 'connect' }, '*', [port2])
    </script>`
    document.body.append(stranger)
  })
  const handle = await page.locator('#stranger').elementHandle()
  const stranger = await handle?.contentFrame()
  await stranger?.waitForLoadState()
  // One turn of each side, in which a frame that listened would have responded.
  await frame.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  await stranger?.evaluate(() => new Promise((resolve) => setTimeout(resolve)))
  expect(await frame.locator('vectreal-scene').getAttribute('data-vectreal-state')).toBe('ready')
  expect(await stranger?.title()).toBe('')
})

test('full screen is in the frame where the page gives it, and not where it does not', async () => {
  const controls = async (allow: string) => {
    const { page } = await open(
      `<iframe ${allow} style="width:400px;height:300px" src="${platform.url}/embed/chair#key=${KEY}&toolbar="></iframe>`,
    )
    const bar = page.frameLocator('iframe').getByRole('toolbar')
    await bar.getByRole('button', { name: 'Reset view' }).waitFor()
    return { page, button: bar.getByRole('button', { name: 'Full screen' }) }
  }
  const without = await controls('')
  expect(await without.button.count()).toBe(0)
  const { page, button } = await controls('allow="fullscreen"')
  await button.click()
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.localName)).toBe('iframe')
})
