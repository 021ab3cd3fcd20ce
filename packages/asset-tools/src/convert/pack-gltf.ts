/** Puts a glTF and the files it names into one GLB. The document stays as it is, but for the addresses. */
import { platform } from '#platform'
import { AssetError } from '../asset-error.js'
import { findFile, folderOf, requireInside } from './find-file.js'
import { listNames } from './find-model.js'
import { type ConversionNote, noteFiles } from './note.js'
import { pictureType } from './picture-format.js'
import { toPng } from './three/to-png.js'
import type { FileSet } from './source-files.js'
import { isBinary, joinGlb, splitGlb } from './glb-container.js'

interface Entry {
  uri?: unknown
  buffer?: number
  byteOffset?: number
  byteLength?: number
  mimeType?: string
  bufferView?: number
  source?: number
  extensions?: Record<string, Entry>
}
interface Gltf {
  asset?: { version?: unknown }
  buffers?: Entry[]
  bufferViews?: Entry[]
  images?: Entry[]
  textures?: Entry[]
}

export interface PackedGltf {
  readonly glb: Uint8Array
  readonly notes: readonly ConversionNote[]
}

/** @throws AssetError `damaged_file`, `missing_files` (data without which nothing is drawn), `outside_files` */
export async function packGltf(name: string, files: FileSet): Promise<PackedGltf> {
  const bytes = files.get(name) as Uint8Array
  const { json, binary, isGlb } = readDocument(name, bytes)
  const names = [...(json.buffers ?? []), ...(json.images ?? [])].flatMap(({ uri }) =>
    isAddress(uri) ? [uri] : [],
  )
  // A file that needs no other one stays as it is, byte by byte.
  if (names.length === 0 && isGlb) return { glb: bytes, notes: [] }
  for (const reference of names) requireInside(name, reference)
  const elsewhere: string[] = []
  const find = (reference: string) => {
    const found = findFile(files, folderOf(name), reference)
    if (found !== null && !found.isExact) elsewhere.push(found.name)
    return found?.bytes ?? null
  }

  const chunk = new Chunk()
  packBuffers(name, json, binary, chunk, find)
  const { missing, unreadable } = await packImages(json, chunk, find)
  // A buffer has bytes, and others are counted from behind it by now.
  if (chunk.isEmpty) chunk.add(new Uint8Array(1))
  const glb = joinGlb(JSON.stringify(chunk.describe(json)), chunk.bytes())
  return {
    glb,
    notes: [
      ...noteFiles('texture_missing', missing),
      ...noteFiles('texture_unreadable', unreadable),
      ...noteFiles('file_elsewhere', elsewhere),
    ],
  }
}

type Find = (reference: string) => Uint8Array | null

/** All buffers become one; what pointed into them moves along. Those in data URIs stay where they are. */
function packBuffers(name: string, json: Gltf, binary: Uint8Array | null, chunk: Chunk, find: Find): void {
  const missing: string[] = []
  const kept: Entry[] = []
  const places = (json.buffers ?? []).map((buffer, index) => {
    const { uri, byteLength = 0 } = buffer
    const isOwn = uri === undefined && index === 0 && binary !== null
    if (!isOwn && !isAddress(uri)) return { buffer: kept.push(buffer), offset: 0 }
    const bytes = isOwn ? binary : find(uri as string)
    if (bytes === null) missing.push(uri as string)
    else if (bytes.byteLength < byteLength)
      throw damaged(isOwn ? name : (uri as string), 'it is shorter than the model says')
    return {
      buffer: 0,
      offset: chunk.add((bytes ?? new Uint8Array(0)).subarray(0, byteLength)),
    }
  })
  if (missing.length > 0) {
    throw new AssetError({
      code: 'missing_files',
      message: `“${name}” needs ${missing.length === 1 ? 'a file that is' : 'files that are'} not there: ${listNames(missing)}.`,
      hint: 'Choose the model together with all its files, or the folder or zip that has them.',
      files: missing,
    })
  }
  for (const view of json.bufferViews ?? []) {
    for (const part of [view, ...Object.values(view.extensions ?? {}).filter(isObject)]) {
      const place = places[part.buffer ?? -1]
      if (place === undefined) continue
      part.buffer = place.buffer
      if (place.offset > 0) part.byteOffset = (part.byteOffset ?? 0) + place.offset
    }
  }
  json.buffers = kept
}

/** Returns the names of those that are not there, and of those that are no pictures; nothing refers to them any more. */
async function packImages(json: Gltf, chunk: Chunk, find: Find) {
  const missing: string[] = []
  const unreadable: string[] = []
  for (const [index, image] of (json.images ?? []).entries()) {
    if (!isAddress(image.uri)) continue
    const reference = image.uri
    const given = find(reference)
    delete image.uri
    const bytes = given && (pictureType(given) === null ? await readAsPng(reference, given) : given)
    const type = bytes && pictureType(bytes)
    if (bytes === null || type === null) {
      const names = given === null || given.byteLength === 0 ? missing : unreadable
      names.push(reference)
      image.uri = ONE_PIXEL
      for (const texture of json.textures ?? []) forget(texture, index)
      continue
    }
    const view = {
      buffer: 0,
      byteOffset: chunk.add(bytes),
      byteLength: bytes.byteLength,
    }
    json.bufferViews ??= []
    image.bufferView = json.bufferViews.push(view) - 1
    // Endings of pictures are often those of another kind.
    image.mimeType = type
  }
  return { missing, unreadable }
}

/** Null: nobody here reads it. */
const readAsPng = (name: string, bytes: Uint8Array): Promise<Uint8Array | null> =>
  toPng(name, bytes, platform).catch(() => null)

function forget(texture: Entry, image: number): void {
  if (texture.source === image) delete texture.source
  for (const [name, extension] of Object.entries(texture.extensions ?? {})) {
    if (isObject(extension) && extension.source === image) delete texture.extensions?.[name]
  }
}

const ONE_PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

/** The binary chunk of the GLB, as it grows. */
class Chunk {
  readonly #parts: Uint8Array[] = []
  #length = 0

  get isEmpty(): boolean {
    return this.#length === 0
  }

  /** Returns where the bytes begin. */
  add(bytes: Uint8Array): number {
    const at = this.#length
    const padding = (8 - (bytes.byteLength % 8)) % 8
    this.#parts.push(bytes, new Uint8Array(padding))
    this.#length += bytes.byteLength + padding
    return at
  }

  /** The document with this chunk as its first buffer. */
  describe(json: Gltf): Gltf {
    return {
      ...json,
      buffers: [{ byteLength: this.#length }, ...(json.buffers ?? [])],
    }
  }

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.byteLength
    }
    return whole
  }
}

interface Opened {
  readonly json: Gltf
  readonly binary: Uint8Array | null
  readonly isGlb: boolean
}

function readDocument(name: string, bytes: Uint8Array): Opened {
  const glb = splitGlb(bytes)
  if (isBinary(bytes) && bytes[4] === 1) throw ofAnOldVersion(name, '1.0')
  if (glb === null && isBinary(bytes)) throw damaged(name, 'it ends too early')
  if (glb === null && !/^\ufeff?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)))) {
    throw new AssetError({
      code: 'damaged_file',
      message: `“${name}” is no glTF, whatever its name says.`,
      hint: 'If it is a model of another format, give it the ending of that; else export it again.',
      files: [name],
    })
  }
  let json: Gltf
  try {
    // A byte order mark is let through: the decoder drops it.
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(glb?.json ?? bytes)) as Gltf
  } catch (error) {
    throw damaged(name, 'it is no JSON to its end', error)
  }
  const version = json?.asset?.version
  if (typeof version !== 'string') throw damaged(name, 'it is no glTF')
  if (!version.startsWith('2.')) throw ofAnOldVersion(name, version.slice(0, 10))
  for (const [member, entries] of Object.entries(json)) {
    const isList = !LISTS.has(member) || (Array.isArray(entries) && entries.every(isObject))
    if (!isList) throw damaged(name, `its ${member} are no list`)
  }
  return { json, binary: glb?.binary ?? null, isGlb: glb !== null }
}

const LISTS = new Set(['buffers', 'bufferViews', 'images', 'textures'])

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Something to look for: data URIs have their bytes with them. */
function isAddress(uri: unknown): uri is string {
  return typeof uri === 'string' && !/^data:/i.test(uri)
}

const ofAnOldVersion = (name: string, version: string) =>
  new AssetError({
    code: 'unsupported_file',
    message: `“${name}” is glTF ${version}, which no viewer of today shows.`,
    hint: 'Export the model as glTF 2.0.',
    files: [name],
  })

const damaged = (name: string, why: string, cause?: unknown) =>
  new AssetError({
    code: 'damaged_file',
    message: `“${name}” is damaged or incomplete: ${why}.`,
    hint: 'Download or export it again.',
    files: [name],
    cause,
  })
