/**
 * What optimising saves, costs and changes, over models of the registry and a folder of one's own
 * (`FILES=<folder> npm run bench -- files`). Nothing of it is kept. `PICTURES=no` leaves the pictures out, which take most of
 * the time; `PAIRS=<folder>` keeps them, the original beside the optimised file, from the front and where they differ most.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompressSync, constants } from 'node:zlib'
import { fetchCorpus, glbsBelow } from '../../../scripts/bench-corpus.mjs'
import { printTable } from '../../../scripts/bench-table.mjs'
import { startComparison } from './compare-pictures.mjs'

/** A model of each profile, in the order of their size. */
const LARGEST = 14
const MIN_BYTES = 300_000
const MB = 1e6

const run = promisify(execFile)
const temp = await mkdtemp(join(tmpdir(), 'vectreal-bench-files-'))
const worker = fileURLToPath(new URL('./optimize-one.mjs', import.meta.url))
const comparison = process.env.PICTURES === 'no' ? null : await startComparison()
try {
  const rows = []
  for (const { name, path } of await listFiles()) {
    const target = join(temp, 'optimized.glb')
    const { stdout } = await run(process.execPath, [worker, path, target])
    const made = JSON.parse(stdout)
    const [original, optimized] = [await readFile(path), await readFile(target)]
    const pictures =
      made.outcome === 'optimized'
        ? await comparison?.compare(original, optimized, keeperOf(name))
        : undefined
    const least = pictures?.toSorted((one, other) => one.similarity - other.similarity)[0] ?? null
    rows.push({
      name,
      original: original.length,
      packed: [packed(original), packed(optimized)],
      least,
      pictures: pictures?.length ?? 0,
      ...made,
    })
    console.error(name, made.outcome, made.reason ?? '', least ?? '')
  }
  report(rows)
} finally {
  await comparison?.close()
  await rm(temp, { recursive: true, force: true })
}

function keeperOf(name) {
  const folder = process.env.PAIRS
  if (folder === undefined) return undefined
  return (view, png) => writeFile(join(folder, `${name}-${view}.png`), png)
}

async function listFiles() {
  const profiles = new Map()
  for (const model of await fetchCorpus(temp)) {
    const profile = basename(join(model.path, '..'))
    if (model.bytes >= MIN_BYTES && !profiles.has(profile)) profiles.set(profile, { ...model, name: profile })
  }
  const own = process.env.FILES === undefined ? [] : await glbsBelow(process.env.FILES)
  return [...own, ...[...profiles.values()].slice(0, LARGEST)]
}

function packed(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
}

function report(rows) {
  const ratios = rows
    .map(({ packed: [before, after] }) => after / before)
    .toSorted((one, other) => one - other)
  const optimized = rows.filter(({ outcome }) => outcome === 'optimized')
  const least = Math.min(...optimized.map((row) => row.least?.similarity ?? 1))
  printTable({
    title: `asset-tools: ${rows.length} models, original and delivered`,
    columns: [
      'model',
      'MB',
      'on the way, MB',
      'delivered, MB',
      'delivered / original',
      'textures on the GPU, MB',
      'CPU s / MB',
      'memory, MB',
      'similarity, least of all pictures',
      'of how many',
      'which shows',
    ],
    rows: rows.map(
      ({
        name,
        original,
        packed: [before, after],
        textureGpuBytes,
        cpuMs,
        peakBytes,
        least,
        pictures,
        reason,
      }) => [
        name,
        megabytes(original),
        megabytes(before),
        megabytes(after),
        (after / before).toFixed(2),
        textureGpuBytes.map(megabytes).join(' → '),
        (cpuMs / 1000 / (original / MB)).toFixed(2),
        Math.round(peakBytes / MB),
        least === null ? (reason ?? '') : least.similarity.toFixed(4),
        pictures,
        least?.shows ?? '',
      ],
    ),
    note:
      `Median delivered / original after brotli ${ratios[Math.floor(ratios.length / 2)].toFixed(2)}, largest ${ratios.at(-1).toFixed(2)}. ` +
      (Number.isFinite(least)
        ? `least similarity ${least.toFixed(4)} (structural, 512 × 384 pixels). `
        : '') +
      `Memory is the whole process of the worker.`,
  })
}

function megabytes(bytes) {
  return (bytes / MB).toFixed(2)
}
