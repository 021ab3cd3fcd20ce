/** What 50 changes of the scene, and 50 viewers that come and go, leave in memory: on the GPU and in the JS heap. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { launchBrowser } from '@vectreal/test-kit'
import { build } from 'vite'
import { printTable } from '../../../scripts/bench-table.mjs'

const CYCLES = 50
const STEP = 10
// Inside the package, where its own dependencies are found.
const temp = await mkdtemp(fileURLToPath(new URL('../node_modules/.bench-', import.meta.url)))
await build({
  configFile: false,
  logLevel: 'error',
  root: fileURLToPath(new URL('../tests/', import.meta.url)),
  build: { ssr: 'test-site.ts', outDir: temp, target: 'node20' },
})
const { startTestSite } = await import(pathToFileURL(join(temp, 'test-site.js')))
const site = await startTestSite(fileURLToPath(new URL('../', import.meta.url)))
const browser = await launchBrowser()
try {
  const curves = [await measure(changeScene), await measure(comeAndGo)]
  printTable({
    title: `viewer-core: memory over ${CYCLES} cycles`,
    columns: ['after', ...curves[0].map(({ cycle }) => cycle)],
    rows: ['another scene in one viewer', 'another viewer'].flatMap((name, index) => [
      [`${name}: geometries + textures on the GPU`, ...curves[index].map(({ onGpu }) => onGpu)],
      [`${name}: JS heap, MB`, ...curves[index].map(({ heap }) => (heap / 1e6).toFixed(1))],
    ]),
    note: 'three’s own count (`renderer.info.memory`), of the renderer in use or of the one that has just ended; the heap after a collection.',
  })
} finally {
  await browser.close()
  await site.close()
  await rm(temp, { recursive: true, force: true })
}

/** `cycle` runs in the page and resolves to what three counts after it. */
async function measure(cycle) {
  const page = await browser.newPage({ viewport: { width: 320, height: 240 } })
  const session = await page.context().newCDPSession(page)
  await page.goto(site.origin)
  const curve = []
  for (let count = 1; count <= CYCLES; count += 1) {
    const onGpu = await page.evaluate(cycle)
    if (count !== 1 && count % STEP !== 0) continue
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    curve.push({ cycle: count, onGpu, heap: usedSize })
  }
  await page.close()
  return curve
}

async function changeScene() {
  const { kit } = window
  kit.models ??= [await kit.load('race-car'), await kit.load('sports-sedan-variants')]
  kit.viewer ??= kit.open({}, 'tile')
  for (const model of kit.models) {
    const ready = kit.next(kit.viewer, 'ready')
    kit.viewer.setModel(model)
    await ready
  }
  const { memory } = kit.renderers[0].info
  return memory.geometries + memory.textures
}

async function comeAndGo() {
  const { kit } = window
  const viewer = await kit.show('race-car', {}, 'tile')
  const { memory } = kit.renderers.at(-1).info
  const box = viewer.element.parentElement
  viewer.dispose()
  box.remove()
  // The page itself must not be what keeps them.
  kit.renderers.length = 0
  return memory.geometries + memory.textures
}
