/** Reads a USDZ with tinyusdz: a reader of USD that shares nothing with the exporter. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'

interface Usd {
  loadFromBinary(bytes: Uint8Array, name: string): boolean
  loadAsLayerFromBinary(bytes: Uint8Array, name: string): boolean
  extractReferencesAssetPaths(): string[]
  setAsset(path: string, bytes: Uint8Array): void
  composeReferences(): boolean
  layerToRenderScene(): boolean
  numMeshes(): number
  getMesh(index: number): { readonly faceVertexIndices: Uint32Array; readonly materialId: number }
  error(): string
}
interface Native {
  readonly TinyUSDZLoaderNative: new () => Usd
}

export interface ReadUsdz {
  /** The first file: the stage, as text. */
  readonly stage: string
  readonly entries: readonly { readonly name: string; readonly isStored: boolean; readonly offset: number }[]
  readonly triangles: number
}

/** Throws where the reader does not take it. */
export async function readUsdz(bytes: Uint8Array): Promise<ReadUsdz> {
  const { TinyUSDZLoaderNative } = await loadNative()
  const whole = new TinyUSDZLoaderNative()
  require(whole, whole.loadFromBinary(bytes, 'model.usdz'))

  const zip = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false })
  const files = new Map<string, Uint8Array>()
  const entries = []
  for (const entry of await zip.getEntries()) {
    if (entry.directory) continue
    files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()))
    const header = new DataView(bytes.buffer, bytes.byteOffset + entry.offset)
    const offset = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true)
    entries.push({ name: entry.filename, isStored: entry.compressionMethod === 0, offset })
  }
  const first = entries[0]?.name ?? ''
  const stage = files.get(first) ?? new Uint8Array()
  // The parts of the archive become one stage.
  const usd = new TinyUSDZLoaderNative()
  require(usd, usd.loadAsLayerFromBinary(stage, first))
  for (const path of usd.extractReferencesAssetPaths()) {
    usd.setAsset(path, files.get(path.replace(/^\.\//, '')) ?? new Uint8Array())
  }
  require(usd, usd.composeReferences())
  require(usd, usd.layerToRenderScene())
  let triangles = 0
  for (let index = 0; index < usd.numMeshes(); index += 1) {
    triangles += usd.getMesh(index).faceVertexIndices.length / 3
  }
  return { stage: new TextDecoder().decode(stage), entries, triangles }
}

function require(usd: Usd, isTaken: boolean): void {
  if (!isTaken) throw new Error(`not USD: ${usd.error()}`)
}

let loading: Promise<Native> | null = null

/** It is built for browsers alone, and looks for signs of one. */
function loadNative(): Promise<Native> {
  loading ??= load()
  return loading
}

async function load(): Promise<Native> {
  const folder = createRequire(import.meta.url).resolve('tinyusdz/package.json')
  const source = await readFile(new URL('tinyusdz.js', pathToFileURL(folder)), 'utf8')
  const wasmBinary = await readFile(new URL('tinyusdz.wasm', pathToFileURL(folder)))
  const factory = source
    .replace(/export default Module;\s*$/, 'return Module')
    .replaceAll('import.meta.url', '"file:///tinyusdz.js"')
  // oxlint-disable-next-line typescript/no-implied-eval -- the package, with another global scope
  const make = new Function('process', 'window', 'WorkerGlobalScope', 'self', factory) as (
    ...scope: unknown[]
  ) => (options: object) => Promise<Native>
  return make(undefined, undefined, Object, globalThis)({ wasmBinary })
}
