/**
 * Files with large textures, as the platform delivers them, beside <model-viewer> on the original: time to the first frame
 * at 10 Mbit/s and 40 ms. The heaviest of the registry's, or those of a folder (`FILES=<folder> npm run bench -- files`).
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { fetchCorpus, glbsBelow } from '../../../scripts/bench-corpus.mjs'
import { printTable } from '../../../scripts/bench-table.mjs'
import { median, NETWORKS, visit } from './visit.mjs'

const HEAVIEST = 3
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const [, [network, conditions]] = NETWORKS

const run = promisify(execFile)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const require = createRequire(import.meta.url)
const temp = await mkdtemp(join(tmpdir(), 'vectreal-bench-shown-'))
const [site, models] = [join(temp, 'site'), join(temp, 'models')]
await mkdir(join(site, 'theirs'), { recursive: true })
await mkdir(models)
await cp(here('../../embed-sdk/dist/embed'), join(site, 'embed'), { recursive: true })
await cp(
  join(dirname(require.resolve('@google/model-viewer')), 'model-viewer.min.js'),
  join(site, 'theirs/model-viewer.js'),
)
await build({
  configFile: false,
  logLevel: 'error',
  root: here('../tests/'),
  build: { ssr: 'scene-server.ts', outDir: join(temp, 'server'), target: 'node20' },
})
const { API_KEY, startSceneServer } = await import(pathToFileURL(join(temp, 'server/scene-server.js')))
const server = await startSceneServer(site, { models, packsModels: true })
try {
  const rows = []
  for (const { name, path, bytes } of await listFiles()) {
    await cp(path, join(models, `${name}.glb`))
    await run(process.execPath, [
      here('../../asset-tools/bench/optimize-one.mjs'),
      path,
      join(models, `${name}-delivered.glb`),
    ])
    const delivered = (await stat(join(models, `${name}-delivered.glb`))).size
    const [ours, theirs] = await layOut(name)
    const times = { [ours]: [], [theirs]: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const page of [ours, theirs]) times[page].push((await visit(page, conditions)).drawnMs)
    }
    const [own, other] = [median(times[ours]), median(times[theirs])]
    rows.push([
      name,
      `${(bytes / 1e6).toFixed(2)} → ${(delivered / 1e6).toFixed(2)}`,
      ...[own, other].map((ms) => `${ms.toFixed(0)} ms`),
      (own / other).toFixed(2),
    ])
    console.error(...rows.at(-1))
  }
  printTable({
    title: `First frame, ${network}, cold cache, median of ${ROUNDS}`,
    columns: ['model', 'MB', 'script tag, delivered', '<model-viewer>, original', 'ratio'],
    rows,
    note: 'Target: 0.25. Both files travel after brotli. Ours check a key with every request. Software GPU.',
  })
} finally {
  await server.close()
  await rm(temp, { recursive: true, force: true })
}

/** Writes the two pages; resolves to their addresses. */
async function layOut(name) {
  const size = 'style="display:block;width:400px;height:300px"'
  const page = (body) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
<script>document.addEventListener('load', ({ target }) => { if (target.localName?.includes('-')) requestAnimationFrame(() => { window.drawnAt ??= performance.now() }) }, true)</script></head><body style="margin:0">${body}</body></html>`
  const pages = {
    ours: `<script async src="/embed/v1.js"></script><vectreal-scene scene-id="${name}-delivered" api-key="${API_KEY}" base-url="${server.apiOrigin}" loading="eager" alt="A model" ${size}></vectreal-scene>`,
    theirs: `<script type="module" src="/theirs/model-viewer.js"></script><model-viewer src="/models/${name}.glb" alt="A model" loading="eager" camera-controls shadow-intensity="0.4" ${size}></model-viewer>`,
  }
  for (const [kind, body] of Object.entries(pages))
    await writeFile(join(site, `${name}-${kind}.html`), page(body))
  return Object.keys(pages).map((kind) => `${server.siteOrigin}/${name}-${kind}.html`)
}

async function listFiles() {
  if (process.env.FILES !== undefined) return glbsBelow(process.env.FILES)
  return (await fetchCorpus(temp)).slice(0, HEAVIEST)
}
