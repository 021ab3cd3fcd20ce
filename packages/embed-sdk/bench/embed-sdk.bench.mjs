/**
 * What a visitor downloads and waits for. `MODEL_VIEWER=<path of model-viewer.min.js>` sets `<model-viewer>` beside it, on the
 * same file; the package is not a dependency, because it brings 40 MB.
 */
import { readFile, readdir } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { launchBrowser } from '@vectreal/test-kit'
import { build } from 'vite'
import { printTable } from '../../../scripts/bench-table.mjs'

const ROUNDS = 5
const KEY = 'vctrl_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const embed = join(root, 'dist/embed')
const { version } = JSON.parse(await readFile(join(embed, 'integrity.json'), 'utf8'))
const chunks = await readdir(join(embed, version))
const fileOf = (name) =>
  join(
    embed,
    version,
    chunks.find((file) => file.startsWith(`${name}-`) && file.endsWith('.js')),
  )
/** Null: only our own rows. */
const modelViewerFile = process.env['MODEL_VIEWER'] ?? null

await printSizes()
await printFirstFrames()

async function printSizes() {
  const gzip = async (path) => gzipSync(await readFile(path), { level: 9 }).length
  const bundle = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: join(root, 'dist/index.js'), formats: ['es'] } },
  })
  const viewer = (await gzip(fileOf('viewer'))) + (await gzip(fileOf('scene')))
  const theirs = modelViewerFile === null ? null : await gzip(modelViewerFile)
  const rows = [
    ['script tag', await gzip(join(embed, 'v1.js')), 5_000],
    ['client', gzipSync(bundle[0].output[0].code, { level: 9 }).length, 8_000],
    ['viewer, all that a plain model needs', viewer, 190_000],
    ...(theirs === null ? [] : [['`<model-viewer>`', theirs, null]]),
  ]
  printTable({
    title: 'embed-sdk: downloads',
    columns: ['', 'bytes gzip', 'budget', '× `<model-viewer>`'],
    rows: rows.map(([name, bytes, budget]) => [
      name,
      bytes,
      budget ?? '',
      theirs === null ? '' : (bytes / theirs).toFixed(2),
    ]),
  })
}

async function printFirstFrames() {
  const server = await serve()
  const rows = []
  for (const [line, network] of [
    ['loopback', null],
    [
      '10 Mbit/s, 40 ms',
      { offline: false, latency: 40, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 },
    ],
  ]) {
    const times = modelViewerFile === null ? { ours: [] } : { ours: [], theirs: [] }
    // The two take turns, so that a busy moment of the machine falls on both.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of Object.keys(times))
        times[name].push(await firstFrameMs(`${server.url}/${name}.html`, network))
    }
    const ours = Math.round(median(times.ours))
    const theirs = times.theirs === undefined ? null : Math.round(median(times.theirs))
    rows.push([
      line,
      ours,
      ...(theirs === null ? ['not measured', ''] : [theirs, (ours / theirs).toFixed(2)]),
    ])
  }
  await server.close()
  printTable({
    title: 'embed-sdk: from opening the page to the first frame, empty cache',
    columns: ['', '`<vectreal-scene>` ms', '`<model-viewer>` ms', 'ratio (target 0.8)'],
    rows,
    note: `Median of ${ROUNDS}, software GPU. The times depend on the machine, the ratio less so.`,
  })
}

async function firstFrameMs(url, network) {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
    if (network !== null) {
      const session = await page.context().newCDPSession(page)
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', network)
    }
    await page.goto(url)
    await page.waitForFunction(() => window.firstFrame !== undefined, null, { timeout: 120_000 })
    return await page.evaluate(() => window.firstFrame)
  } finally {
    await browser.close()
  }
}

/** Both pages, scripts compressed, the model as it is. */
async function serve() {
  const model = await readFile(join(root, 'fixtures/race-car.glb'))
  const page = (body) =>
    `<!doctype html><html><head><meta charset="utf-8"><style>vectreal-scene,model-viewer{display:block;width:640px;height:480px}</style>${body}</body></html>`
  const mark = `<script>const done=()=>requestAnimationFrame(()=>requestAnimationFrame(()=>{window.firstFrame??=performance.now()}))
document.addEventListener('load',(e)=>{if(e.target.localName?.includes('-'))done()},true)</script>`
  const server = createServer(async (req, res) => {
    const { pathname, origin } = new URL(req.url, `http://${req.headers.host}`)
    const script = async (path) => {
      res.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'gzip' })
      res.end(gzipSync(await readFile(path)))
    }
    if (pathname === '/ours.html') {
      const scene = `<vectreal-scene scene-id="car" api-key="${KEY}"></vectreal-scene>`
      return res
        .writeHead(200, { 'content-type': 'text/html' })
        .end(page(`${mark}<script async src="/embed/v1.js"></script></head><body>${scene}`))
    }
    if (pathname === '/theirs.html') {
      const viewer = '<model-viewer src="/car.glb" camera-controls shadow-intensity="1"></model-viewer>'
      return res
        .writeHead(200, { 'content-type': 'text/html' })
        .end(page(`${mark}<script type="module" src="/model-viewer.js"></script></head><body>${viewer}`))
    }
    if (pathname === '/model-viewer.js') return script(modelViewerFile)
    if (pathname.startsWith('/embed/')) return script(join(embed, pathname.slice('/embed/'.length)))
    if (pathname === '/api/scenes/car') {
      const sha256 = createHash('sha256').update(model).digest('hex')
      const file = {
        url: `${origin}/api/scenes/car/model`,
        mediaType: 'model/gltf-binary',
        bytes: model.length,
        sha256,
      }
      const manifest = {
        id: 'car',
        projectId: 'p',
        name: 'Race car',
        version: 1,
        updatedAt: '',
        model: file,
        poster: null,
        settings: {},
      }
      return res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(manifest))
    }
    if (pathname === '/car.glb' || pathname === '/api/scenes/car/model') {
      return res
        .writeHead(200, { 'content-type': 'model/gltf-binary', 'content-length': model.length })
        .end(model)
    }
    res.writeHead(404).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
