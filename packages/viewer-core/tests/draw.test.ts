import { launchBrowser } from '@vectreal/test-kit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type * as core from '@vectreal/viewer-core'
import { startTestSite, type TestSite } from './test-site.js'

declare global {
  interface Window {
    core: typeof core
  }
}

let site: TestSite
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startTestSite(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 800, height: 600 } })
  await page.goto(site.origin)
})
afterEach(() => page.close())

test('the race car is drawn, red, in the middle of its element', async () => {
  const middle = await page.evaluate(async () => {
    const root = document.querySelector('#root')!
    root.innerHTML = '<div class="box"></div>'
    const bytes = await (await fetch('/models/race-car.glb')).arrayBuffer()
    const model = await window.core.loadModel(bytes)
    const viewer = window.core.createViewer(root.firstElementChild as HTMLElement)
    const ready = new Promise((resolve) => {
      viewer.on('ready', resolve)
    })
    viewer.setModel(model)
    await ready
    const picture = await createImageBitmap(await viewer.screenshot({ width: 200, height: 150 }))
    const canvas = new OffscreenCanvas(200, 150)
    const context = canvas.getContext('2d')!
    context.drawImage(picture, 0, 0)
    const { data } = context.getImageData(50, 40, 100, 70)
    let red = 0
    for (let at = 0; at < data.length; at += 4) {
      if (data[at]! > 120 && data[at + 1]! < 60 && data[at + 2]! < 60) red += 1
    }
    return red
  })
  expect(middle).toBeGreaterThan(500)
})
