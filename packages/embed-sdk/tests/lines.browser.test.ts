/** Lines that break, servers that start again, and proxies that repack what passes through them. */
import { createGzip, gzipSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { messageOf, scene, waitForState, type Visit } from './browser-site.js'
import { openPage, platform, restartPlatform, site, provideSite } from './own-site.js'
import type { Platform } from './platform.js'

const MODEL = await readFile(
  fileURLToPath(new URL('../../viewer-core/fixtures/race-car.glb', import.meta.url)),
)
const HALF = MODEL.subarray(0, MODEL.length / 2)

provideSite()

async function open(): Promise<Visit> {
  site.show(
    `<script async src="${platform.url}/embed/v1.js"></script><script>
    window.ratios = []
    document.addEventListener('progress', ({ detail }) => ratios.push(detail.ratio))
    // Full jitter may be no pause at all; here it is.
    Math.random = () => 0
    </script></head><body>${scene()}</body>`,
  )
  return openPage(site.url)
}

const ratios = (page: Page) => page.evaluate(() => (window as unknown as { ratios: number[] }).ratios)
const drawn = (page: Page) => page.locator('vectreal-scene canvas').count()

describe('a line that breaks in the middle of the model', () => {
  test('once: the download goes on by itself where it broke, and progress never falls', async () => {
    let breakLine: () => void = () => {}
    platform.respond('model', (_req, res) => {
      platform.respond('model', null)
      res.writeHead(200, { 'content-type': 'model/gltf-binary', 'content-length': MODEL.length })
      res.write(HALF)
      breakLine = () => res.destroy()
    })
    const { page } = await open()
    // A browser may drop what it has not handed to the page when a line breaks.
    await page.waitForFunction(() =>
      (window as unknown as { ratios: number[] }).ratios.some((ratio) => ratio > 0),
    )
    breakLine()
    await waitForState(page, 'ready')
    const seen = await ratios(page)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(await drawn(page)).toBe(1)
    const asked = platform.requests.filter(({ path, method }) => path.endsWith('/model') && method === 'GET')
    expect(asked.map(({ headers }) => headers.range)).toEqual([
      undefined,
      expect.stringMatching(/^bytes=[1-9]\d*-$/),
    ])
  })

  test.each([
    ['with a length', { 'content-length': String(MODEL.length) }, false],
    ['that a proxy ends as if it were whole', {}, true],
  ])(
    'each time, %s: says so, shows no half of a model, and offers another try',
    async (_how, headers, isEnded) => {
      platform.respond('model', (_req, res) => {
        res.writeHead(200, { 'content-type': 'model/gltf-binary', ...headers })
        res.write(HALF, () => (isEnded ? res.end() : res.destroy()))
      })
      const { page } = await open()
      await waitForState(page, 'error')
      expect(await messageOf(page)).toContain('network')
      expect(await drawn(page)).toBe(0)
      expect(await page.locator('vectreal-scene img').isVisible()).toBe(true)
      platform.respond('model', null)
      await page.getByRole('button', { name: 'Try again' }).click()
      await waitForState(page, 'ready')
    },
  )

  test('because the server starts again: it is shown as soon as somebody tries', async () => {
    let tell: () => void = () => {}
    const halfWay = new Promise<void>((resolve) => (tell = resolve))
    platform.respond('model', (_req, res) => {
      res.writeHead(200, { 'content-type': 'model/gltf-binary', 'content-length': MODEL.length })
      res.write(HALF, () => tell())
    })
    const { page } = await open()
    await halfWay
    await platform.close()
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('network')
    await restartPlatform()
    await page.getByRole('button', { name: 'Try again' }).click()
    await waitForState(page, 'ready')
    expect(await drawn(page)).toBe(1)
  })
})

describe('a proxy', () => {
  test.each<[string, Parameters<Platform['respond']>[1]]>([
    [
      'compresses, in chunks, without a length and with a weak ETag',
      (_req, res) => {
        res.writeHead(200, {
          'content-type': 'model/gltf-binary',
          'content-encoding': 'gzip',
          etag: 'W/"weak"',
        })
        const gzip = createGzip({ level: 1 })
        gzip.pipe(res)
        gzip.end(MODEL)
      },
    ],
    [
      'compresses what is compressed',
      (_req, res) => {
        res.writeHead(200, { 'content-type': 'model/gltf-binary', 'content-encoding': 'gzip, gzip' })
        res.end(gzipSync(gzipSync(MODEL, { level: 1 }), { level: 1 }))
      },
    ],
    [
      'passes it on in chunks, without ranges and with another type',
      (_req, res) => {
        res.setHeader('accept-ranges', 'none')
        res.writeHead(200, { 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' })
        for (let at = 0; at < MODEL.length; at += 65_536) res.write(MODEL.subarray(at, at + 65_536))
        res.end()
      },
    ],
  ])('that %s changes nothing', async (_what, handler) => {
    platform.respond('model', handler)
    const { page, console } = await open()
    await waitForState(page, 'ready')
    expect(await drawn(page)).toBe(1)
    expect(Math.max(...(await ratios(page)))).toBe(1)
    expect(console).toEqual([])
  })

  test('that weakens ETags still saves the second download', async () => {
    const conditional: (string | undefined)[] = []
    platform.respond('model', (req, res) => {
      conditional.push(req.headers['if-none-match'])
      res.setHeader('etag', 'W/"weak"').setHeader('cache-control', 'private, no-cache')
      if (req.headers['if-none-match'] === 'W/"weak"') return void res.writeHead(304).end()
      res.writeHead(200, { 'content-type': 'model/gltf-binary' }).end(MODEL)
    })
    const { page } = await open()
    await waitForState(page, 'ready')
    await page.reload()
    await waitForState(page, 'ready')
    expect(conditional).toEqual([undefined, 'W/"weak"'])
  })

  test('that compresses without saying so is named as what may be wrong', async () => {
    platform.respond('model', (_req, res) => {
      const packed = gzipSync(MODEL)
      const padded = Buffer.concat([packed, Buffer.alloc(Math.max(0, MODEL.length - packed.length))])
      res.writeHead(200, { 'content-type': 'model/gltf-binary' }).end(padded)
    })
    const { page } = await open()
    await waitForState(page, 'error')
    expect(await messageOf(page)).toContain('The model is not the file that its scene names.')
    expect(await messageOf(page)).toContain('no proxy or cache')
    expect(await drawn(page)).toBe(0)
  })
})
