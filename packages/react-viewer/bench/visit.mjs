/** One visit to a page that shows a model: how long until it is drawn, and what that takes. */
import { launchBrowser } from '@vectreal/test-kit'

export const NETWORKS = [
  ['loopback', null],
  ['10 Mbit/s, 40 ms', { latency: 40, downloadThroughput: 1.25e6, uploadThroughput: 1.25e6 }],
]
const REST_MS = 2000

/** One visit. The time ends when the GPU has really drawn, not when the work was handed to it. */
export async function visit(url, network) {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
    // The first page of a browser starts its GPU process; nobody's time.
    await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2')
      gl.clear(gl.COLOR_BUFFER_BIT)
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
      gl.getExtension('WEBGL_lose_context').loseContext()
    })
    const session = await page.context().newCDPSession(page)
    if (network !== null) {
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', { offline: false, ...network })
    }
    await page.addInitScript(watch)
    await page.goto(url)
    await page.waitForFunction(() => window.drawnAt !== undefined, null, { timeout: 120_000, polling: 20 })
    const drawn = await page.evaluate(() => {
      window.lastContext.readPixels(0, 0, 1, 1, 6408, 5121, new Uint8Array(4))
      return { drawnMs: performance.now(), blockedMs: window.blockedMs }
    })
    await page.waitForTimeout(1000)
    const before = await page.evaluate(() => window.drawCalls)
    await page.waitForTimeout(REST_MS)
    const restCalls = (await page.evaluate(() => window.drawCalls)) - before
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return { ...drawn, restCalls, heapKb: usedSize / 1000 }
  } finally {
    await browser.close()
  }
}

/** Runs in the page before anything else: counts long tasks and draw calls. */
function watch() {
  window.blockedMs = 0
  window.drawCalls = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.blockedMs += Math.max(0, duration - 50)
  }).observe({ type: 'longtask', buffered: true })
  for (const name of ['drawElements', 'drawArrays']) {
    const draw = WebGL2RenderingContext.prototype[name]
    WebGL2RenderingContext.prototype[name] = function (...input) {
      window.drawCalls += 1
      window.lastContext = this
      return draw.apply(this, input)
    }
  }
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}
