/**
 * The script tag and react-viewer beside <model-viewer> on the same model: bytes, time to the first frame, blocking
 * time, heap, work at rest. The pages take turns, each visit in a browser with an empty cache, and keep their medians.
 * <model-viewer> is the bundle that its authors publish, with the three it was made for; it loads the file without a key.
 */
import { cp, mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { printTable } from '../../../scripts/bench-table.mjs'
import { ON_DEMAND } from '../../../scripts/on-demand.mjs'
import { median, NETWORKS, visit } from './visit.mjs'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const MODEL = 'race-car'
const PAGES = ['script tag', 'react-viewer', '<model-viewer>']

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const require = createRequire(import.meta.url)
const embed = here('../../embed-sdk/dist/embed')
const modelViewer = dirname(require.resolve('@google/model-viewer'))
const theirVersion = JSON.parse(await readFile(join(modelViewer, '../package.json'), 'utf8')).version

const temp = await mkdtemp(join(tmpdir(), 'vectreal-bench-'))
const folder = join(temp, 'site')
const bundle = (config) => build({ configFile: false, logLevel: 'error', ...config })
await bundle({
  root: here('../tests/'),
  build: { ssr: 'scene-server.ts', outDir: join(temp, 'server'), target: 'node20' },
})
const { API_KEY, startSceneServer } = await import(pathToFileURL(join(temp, 'server/scene-server.js')))
await bundle({
  root: here('./page/'),
  build: { outDir: folder, target: 'es2022', assetsInlineLimit: 0 },
})
const server = await startSceneServer(folder, { models: here('../../viewer-core/fixtures/') })
const address = await layOut()

try {
  await printSizes()
  for (const [name, network] of NETWORKS) await printTimes(name, network)
} finally {
  await server.close()
  await rm(temp, { recursive: true, force: true })
}

/** Puts the two plain pages beside the built one; resolves to the address of each. */
async function layOut() {
  const { siteOrigin, apiOrigin } = server
  await cp(embed, join(folder, 'embed'), { recursive: true })
  await mkdir(join(folder, 'theirs'))
  await cp(join(modelViewer, 'model-viewer.min.js'), join(folder, 'theirs/model-viewer.js'))
  const size = 'style="display:block;width:400px;height:300px"'
  const page = (body) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
<script>document.addEventListener('load', ({ target }) => { if (target.localName?.includes('-')) requestAnimationFrame(() => { window.drawnAt ??= performance.now() }) }, true)</script></head><body style="margin:0">${body}</body></html>`
  await writeFile(
    join(folder, 'tag.html'),
    page(
      `<script async src="/embed/v1.js"></script><vectreal-scene scene-id="${MODEL}" api-key="${API_KEY}" base-url="${apiOrigin}" loading="eager" alt="A model" ${size}></vectreal-scene>`,
    ),
  )
  await writeFile(
    join(folder, 'theirs.html'),
    page(
      `<script type="module" src="/theirs/model-viewer.js"></script><model-viewer src="/models/${MODEL}.glb" alt="A model" loading="eager" camera-controls shadow-intensity="0.4" ${size}></model-viewer>`,
    ),
  )
  return {
    'script tag': `${siteOrigin}/tag.html`,
    'react-viewer': `${siteOrigin}/?scene=${MODEL}&key=${API_KEY}&api=${encodeURIComponent(apiOrigin)}`,
    '<model-viewer>': `${siteOrigin}/theirs.html`,
  }
}

async function printSizes() {
  const { version } = JSON.parse(await readFile(join(embed, 'integrity.json'), 'utf8'))
  const own = async (entry, external) =>
    sum(
      (
        await bundle({
          root: here('./page/'),
          build: {
            write: false,
            target: 'es2022',
            modulePreload: false,
            rollupOptions: { external, input: here(entry), preserveEntrySignatures: 'strict' },
          },
        })
      ).output
        .filter((file) => file.type === 'chunk' && !ON_DEMAND.test(file.fileName))
        .map(({ code }) => gzip(code)),
    )
  const peers = (id) => /^(?:react|react-dom|three|@react-three\/fiber)(?:$|\/)/.test(id)
  const rows = [
    ['script tag', gzip(await readFile(join(embed, 'v1.js'))), 5],
    ['`createClient`', await own('../../embed-sdk/dist/index.js', () => false), 8],
    [
      'viewer that the script tag imports, three included',
      await scripts(join(embed, version), /^embed\.js/),
      190,
    ],
    ['react-viewer with viewer-core and the client, peers apart', await own('../dist/index.js', peers), 45],
    ['whole React page, peers included', await scripts(join(folder, 'assets'), /fiber/), 300],
    [
      'the same with React Three Fiber, which comes with the first child',
      await scripts(join(folder, 'assets')),
      300,
    ],
    [`<model-viewer> ${theirVersion}`, gzip(await readFile(join(folder, 'theirs/model-viewer.js'))), null],
  ]
  printTable({
    title: 'Script, gzip',
    columns: ['', 'KB (1000 bytes)', 'KiB', 'budget'],
    rows: rows.map(([name, bytes, budget]) => [
      name,
      (bytes / 1000).toFixed(1),
      (bytes / 1024).toFixed(1),
      budget ?? '',
    ]),
    note: 'What comes only when a file or somebody asks for it is left out: decoders, diagnosis, tools, languages.',
  })
}

async function printTimes(name, network) {
  const results = Object.fromEntries(PAGES.map((page) => [page, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const page of PAGES) results[page].push(await visit(address[page], network))
  }
  const row = (label, field, unit) => {
    const [tag, react, theirs] = PAGES.map((page) => median(results[page].map((result) => result[field])))
    const ratio = (own) => (theirs === 0 ? '' : (own / theirs).toFixed(2))
    return [
      label,
      ...[tag, react, theirs].map((value) => `${value.toFixed(0)}${unit}`),
      ratio(tag),
      ratio(react),
    ]
  }
  printTable({
    title: `${MODEL}.glb, ${name}, cold cache, median of ${ROUNDS}`,
    columns: ['', ...PAGES, 'tag ÷ theirs', 'react ÷ theirs'],
    rows: [
      row('navigation to the first frame, drawn by the GPU', 'drawnMs', ' ms'),
      row('main thread blocked (over 50 ms a task)', 'blockedMs', ' ms'),
      row('JS heap after load', 'heapKb', ' KB'),
      row('draw calls in 2 s at rest', 'restCalls', ''),
    ],
    note: 'Ours check a key with every request; targets: 0.8 of the time, 1 of the rest, 0 at rest. Software GPU.',
  })
}

/** Scripts of a folder that every visit loads. */
async function scripts(from, without = /^$/) {
  const names = (await readdir(from)).filter((name) => name.endsWith('.js'))
  const always = names.filter((name) => !ON_DEMAND.test(name) && !without.test(name))
  return sum(await Promise.all(always.map(async (name) => gzip(await readFile(join(from, name))))))
}

function gzip(data) {
  return gzipSync(data, { level: 9 }).length
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0)
}
