/** The toolbar in three browsers, from left to right and from right to left, wide and 360 px, on one sheet: docs/images/toolbar.png. */
/* oxlint-disable vitest/expect-expect -- pictures are looked at */
import { fileURLToPath } from 'node:url'
import { ENGINES, launchBrowser } from '@vectreal/test-kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { startSite, type Site } from './browser-site.js'
import { startPlatform, type Platform } from './platform.js'
import { KEY } from './api-server.js'

const SHEET = fileURLToPath(new URL('../../../docs/images/toolbar.png', import.meta.url))
const CAMERAS = [
  { name: 'Front', position: [0, 1, 5], target: [0, 0.5, 0], fovDegrees: 35 },
  { name: 'الجانب', position: [5, 1, 0], target: [0, 0.5, 0], fovDegrees: 35 },
]
const WINDOW = { width: 640, height: 480 }
/** Language and width; each shows its variants. */
const LOOKS = [
  ['en', 600],
  ['ar', 600],
  ['en', 360],
  ['ar', 360],
] as const

interface Shooter {
  readonly name: string
  goto(url: string): Promise<void>
  run<Result>(task: (argument: null) => Result | Promise<Result>, argument: null): Promise<Result>
  screenshot(): Promise<Uint8Array>
}

let platform: Platform
let site: Site
let chromium: Browser
const shots: { name: string; language: string; width: number; png: string }[] = []

beforeAll(async () => {
  ;[platform, site, chromium] = await Promise.all([startPlatform(), startSite(), launchBrowser()])
  await platform.setModel('sports-sedan-variants.glb')
  Object.assign(platform.settings, { cameras: CAMERAS })
  // In its usual light; tests do without.
  delete platform.settings.environment
})
afterAll(() => Promise.all([platform?.close(), site?.close(), chromium?.close()]))

test('in Chromium', async () => {
  const page = await chromium.newPage({ viewport: WINDOW })
  await shootAll({
    name: 'Chromium',
    goto: async (url) => void (await page.goto(url)),
    run: (task, argument) => page.evaluate(task, argument),
    screenshot: () => page.screenshot(),
  })
  await page.close()
})

test.each(ENGINES.filter(({ missing }) => missing.length === 0))('in $name', async ({ name, launch }) => {
  const engine = await launch()
  await shootAll({
    name: name === 'firefox' ? 'Firefox' : 'WebKit',
    goto: (url) => engine.page.goto(url),
    run: (task, argument) => engine.page.run(task, argument),
    screenshot: () => engine.page.screenshot(),
  }).finally(() => engine.close())
})

test('on one sheet', async () => {
  const page = await chromium.newPage({ viewport: { width: 1320, height: 800 } })
  const figures = shots.map(
    ({ name, language, width, png }) =>
      `<figure><img src="data:image/png;base64,${png}"><figcaption>${name}, ${language}, ${width} px</figcaption></figure>`,
  )
  await page.setContent(
    `<style>body{margin:8px;display:grid;grid-template-columns:repeat(4,1fr);gap:8px;font:13px sans-serif}figure{margin:0}img{width:600px;height:440px;object-fit:none;object-position:0 0;zoom:.5;border:2px solid #ccc}</style>${figures.join('')}`,
  )
  await page.screenshot({ path: SHEET, fullPage: true })
})

async function shootAll({ name, goto, run, screenshot }: Shooter): Promise<void> {
  for (const [language, width] of LOOKS) {
    site.show(
      `<script async src="${platform.url}/embed/v1.js"></script></head><body style="margin:0"><vectreal-scene scene-id="chair" api-key="${KEY}" alt="A car" toolbar loading="eager" lang="${language}" style="width:${width}px;height:440px"></vectreal-scene></body>`,
    )
    await goto(site.url)
    await run(async () => {
      const scene = document.querySelector('vectreal-scene')!
      await scene.load()
      const first = () => scene.shadowRoot?.querySelector<HTMLElement>('.vectreal-tool-variants')
      while (!first()) await new Promise(requestAnimationFrame)
      const more = scene.shadowRoot?.querySelector<HTMLElement>('.vectreal-tool-more')
      if (more && more.offsetWidth > 0) more.click()
      first()?.click()
      await new Promise((resolve) => setTimeout(resolve, 500))
    }, null)
    shots.push({ name, language, width, png: Buffer.from(await screenshot()).toString('base64') })
  }
}
