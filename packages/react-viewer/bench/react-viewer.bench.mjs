/**
 * react-viewer beside <model-viewer> on the same model: bytes of the page, time to the first frame, blocking time,
 * heap, frames at rest. The pages take turns in one browser with an empty cache; each keeps its median.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { launchBrowser } from '@vectreal/test-kit'
import { build } from 'vite'
import { printTable } from '../../../scripts/bench-table.mjs'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const MODEL = 'race-car'
const NETWORKS = [
  ['loopback', null],
  ['10 Mbit/s, 40 ms', { latency: 40, downloadThroughput: 1.25e6, uploadThroughput: 1.25e6 }],
]
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const models = here('../../viewer-core/fixtures/')

const temp = await mkdtemp(join(tmpdir(), 'vectreal-bench-'))
const bundle = (config) => build({ configFile: false, logLevel: 'error', ...config })
await bundle({
  root: here('../tests/'),
  build: { ssr: 'scene-server.ts', outDir: join(temp, 'server'), target: 'node20' },
})
const { API_KEY, startSceneServer } = await import(pathToFileURL(join(temp, 'server/scene-server.js')))

const sites = {}
for (const page of ['ours', 'model-viewer']) {
  const folder = join(temp, page)
  await bundle({
    root: here(`./pages/${page}/`),
    build: { outDir: folder, target: 'es2022', assetsInlineLimit: 0 },
  })
  sites[page] = { folder, server: await startSceneServer(folder, { models }) }
}
const { ours, 'model-viewer': other } = sites
const address = {
  ours: `${ours.server.siteOrigin}/?scene=${MODEL}&key=${API_KEY}&api=${encodeURIComponent(ours.server.apiOrigin)}`,
  'model-viewer': `${other.server.siteOrigin}/?src=/models/${MODEL}.glb`,
}

try {
  await printSizes()
  for (const [name, network] of NETWORKS) await printTimes(name, network)
} finally {
  for (const { server } of Object.values(sites)) await server.close()
  await rm(temp, { recursive: true, force: true })
}

async function printSizes() {
  const own = await bundle({
    root: here('./pages/ours/'),
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        external: (id) => /^(?:react|react-dom|three|@react-three\/fiber)(?:$|\/)/.test(id),
        input: here('../dist/index.js'),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const code = own.output.filter((file) => file.type === 'chunk' && !/packaged-decoders/.test(file.fileName))
  const rows = [
    ['react-viewer with viewer-core and the client, peers apart', sum(code.map(({ code }) => gzip(code)))],
    ['whole React page, peers included', await folderSize(ours.folder, /fiber/)],
    ['the same with React Three Fiber, which comes with the first child', await folderSize(ours.folder)],
    ['whole <model-viewer> page', await folderSize(other.folder)],
  ]
  printTable({
    title: 'Script, gzip',
    columns: ['', 'KB'],
    rows: rows.map(([name, bytes]) => [name, (bytes / 1000).toFixed(1)]),
    note: 'Decoders and three’s loaders for them, which load only for files that ask, are left out.',
  })
}

/** Scripts that every visit loads. */
async function folderSize(folder, without = /^$/) {
  const onNeed = /draco|KTX2|basis|meshopt|decoder/i
  const names = await readdir(join(folder, 'assets'))
  const always = names.filter((name) => name.endsWith('.js') && !onNeed.test(name) && !without.test(name))
  return sum(
    await Promise.all(always.map(async (name) => gzip(await readFile(join(folder, 'assets', name))))),
  )
}

async function printTimes(name, network) {
  const browser = await launchBrowser()
  const results = { ours: [], 'model-viewer': [] }
  try {
    // The first visit of a browser starts its GPU process; nobody's time.
    await visit(browser, address['model-viewer'], null)
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const page of ['ours', 'model-viewer'])
        results[page].push(await visit(browser, address[page], network))
    }
  } finally {
    await browser.close()
  }
  const row = (label, field, unit) => {
    const [a, b] = ['ours', 'model-viewer'].map((page) =>
      median(results[page].map((result) => result[field])),
    )
    return [label, `${a.toFixed(0)}${unit}`, `${b.toFixed(0)}${unit}`, b === 0 ? '' : (a / b).toFixed(2)]
  }
  printTable({
    title: `${MODEL}.glb, ${name}, cold cache, median of ${ROUNDS}`,
    columns: ['', 'react-viewer (checks a key)', '<model-viewer> 4.4.0', 'ratio'],
    rows: [
      row('navigation to the first frame, drawn by the GPU', 'drawnMs', ' ms'),
      row('main thread blocked (over 50 ms a task)', 'blockedMs', ' ms'),
      row('JS heap after load', 'heapKb', ' KB'),
      row('frames in 2 s at rest', 'restFrames', ''),
    ],
  })
}

/** One visit with an empty cache. The time ends when the GPU has really drawn, not when the work was handed to it. */
async function visit(browser, url, network) {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  if (network !== null) {
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', { offline: false, ...network })
  }
  await page.addInitScript(() => {
    window.blockedMs = 0
    window.drawCalls = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.blockedMs += Math.max(0, duration - 50)
    }).observe({ type: 'longtask', buffered: true })
    const { drawElements } = WebGL2RenderingContext.prototype
    WebGL2RenderingContext.prototype.drawElements = function (...input) {
      window.drawCalls += 1
      window.lastContext = this
      return drawElements.apply(this, input)
    }
  })
  await page.goto(url)
  await page.waitForFunction(() => window.drawnAt !== undefined, null, { timeout: 120_000, polling: 20 })
  const drawn = await page.evaluate(() => {
    window.lastContext.readPixels(0, 0, 1, 1, 6408, 5121, new Uint8Array(4))
    return { drawnMs: performance.now(), blockedMs: window.blockedMs }
  })
  await page.waitForTimeout(1500)
  const restFrames = await page.evaluate(async () => {
    const before = window.drawCalls
    await new Promise((resolve) => {
      setTimeout(resolve, 2000)
    })
    return window.drawCalls - before
  })
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await context.close()
  return { ...drawn, restFrames, heapKb: usedSize / 1000 }
}

function gzip(data) {
  return gzipSync(data, { level: 9 }).length
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0)
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}
