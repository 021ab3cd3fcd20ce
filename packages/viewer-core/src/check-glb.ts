/**
 * Checks a GLB before three sees it. three trusts the file: it would fetch foreign URIs, decode a picture of
 * any size, allocate whatever an accessor claims and wait for ever on nodes that contain themselves.
 */
import { ModelError } from './model-error.js'
import { type ImageSize, readImageSize } from './image-size.js'

/** What a model may claim at most. */
export interface ModelLimits {
  /** Of one image, width times height. */
  readonly imagePixels: number
  /** Of all images together. */
  readonly totalPixels: number
  /** Elements of all accessors together, after decompression. */
  readonly elements: number
}

export const DEFAULT_LIMITS: ModelLimits = {
  imagePixels: 8192 * 8192,
  totalPixels: 4 * 8192 * 8192,
  elements: 100_000_000,
}

/** Extensions that change how the file must be read and that this viewer reads. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  'KHR_draco_mesh_compression',
  'EXT_meshopt_compression',
  'KHR_meshopt_compression',
  'KHR_mesh_quantization',
  'KHR_texture_basisu',
  'KHR_texture_transform',
  'EXT_texture_webp',
  'EXT_texture_avif',
  'KHR_lights_punctual',
  'KHR_materials_anisotropy',
  'KHR_materials_clearcoat',
  'KHR_materials_diffuse_roughness',
  'KHR_materials_dispersion',
  'KHR_materials_emissive_strength',
  'KHR_materials_ior',
  'KHR_materials_iridescence',
  'KHR_materials_sheen',
  'KHR_materials_specular',
  'KHR_materials_transmission',
  'KHR_materials_unlit',
  'KHR_materials_variants',
  'KHR_materials_volume',
  'EXT_materials_bump',
  'EXT_mesh_gpu_instancing',
])

const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BIN_CHUNK = 0x004e4942
const MAX_DATA_URI_IMAGE_BYTES = 64 * 1024 * 1024

/** A JSON object whose members are not checked. */
export type Json = { readonly [key: string]: unknown }

/** The parts of a glTF document that are read here. */
export interface GltfDocument {
  readonly asset: Json
  readonly extensionsUsed: readonly string[]
  readonly extensionsRequired: readonly string[]
  /** The whole JSON chunk. */
  readonly json: Json
}

/** What `checkGlb` learnt of a file it accepts. */
export interface CheckedGlb extends GltfDocument {
  /** Sizes in pixels, read from the headers of the pictures. */
  readonly images: readonly ImageSize[]
  /** Of all accessors together, after decompression. */
  readonly elements: number
}

/**
 * Checks a GLB before three sees it: chunks and lengths, JSON, addresses outside the file, required extensions, and the
 * pixels and accessor elements that it would unpack.
 *
 * @throws ModelError `invalid_model`, with the exact place in `detail`
 */
export function checkGlb(bytes: ArrayBuffer, limits: ModelLimits = DEFAULT_LIMITS): CheckedGlb {
  const { json, binary } = readChunks(bytes)
  const asset = record(json['asset'], 'asset')
  const version = asset['version']
  if (typeof version !== 'string' || !version.startsWith('2.')) {
    throw invalid(`asset.version is ${JSON.stringify(version) ?? 'missing'}; this viewer reads glTF 2.x`)
  }
  const extensionsUsed = strings(json['extensionsUsed'], 'extensionsUsed')
  const extensionsRequired = strings(json['extensionsRequired'], 'extensionsRequired')
  for (const name of extensionsRequired) {
    if (!KNOWN_EXTENSIONS.has(name))
      throw invalid(`the file requires the extension ${name}, which is not read`)
  }
  const buffers = checkBuffers(json, binary)
  const views = checkBufferViews(json, buffers)
  const elements = checkAccessors(json, views, limits)
  const images = checkImages(json, views, binary, limits)
  checkNodes(json)
  return { asset, extensionsUsed, extensionsRequired, json, images, elements }
}

function readChunks(bytes: ArrayBuffer): { json: Json; binary: Uint8Array | null } {
  const length = bytes.byteLength
  if (length < 20) throw invalid(`${length} bytes are too few for a GLB`)
  const view = new DataView(bytes)
  if (view.getUint32(0, true) !== MAGIC) throw invalid('the file does not start with the GLB magic number')
  const version = view.getUint32(4, true)
  if (version !== 2) throw invalid(`the container has version ${version}; this viewer reads version 2`)
  const stated = view.getUint32(8, true)
  if (stated !== length) throw invalid(`the header states ${stated} bytes, ${length} are here`)

  let json: Json | null = null
  let binary: Uint8Array | null = null
  let at = 12
  for (let index = 0; at < length; index += 1) {
    if (at + 8 > length) throw invalid(`chunk ${index} has no header`)
    const size = view.getUint32(at, true)
    const type = view.getUint32(at + 4, true)
    const start = at + 8
    if (start + size > length)
      throw invalid(`chunk ${index} states ${size} bytes, ${length - start} are left`)
    if (index === 0) {
      if (type !== JSON_CHUNK) throw invalid('the first chunk is not JSON')
      json = parseJson(new Uint8Array(bytes, start, size))
    } else if (type === BIN_CHUNK && binary === null) {
      binary = new Uint8Array(bytes, start, size)
    }
    at = start + size
  }
  if (json === null) throw invalid('the file holds no JSON chunk')
  return { json, binary }
}

function parseJson(bytes: Uint8Array): Json {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid('the JSON chunk is not UTF-8', cause)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // The parser's own message quotes the file.
    throw invalid('the JSON chunk is not JSON')
  }
  return record(parsed, 'the JSON chunk')
}

/** Byte lengths of the buffers; null for those that only a decoder fills (the meshopt fallback buffer). */
function checkBuffers(json: Json, binary: Uint8Array | null): readonly (number | null)[] {
  return list(json, 'buffers').map((buffer, index) => {
    const byteLength = count(buffer['byteLength'], `buffers[${index}].byteLength`)
    const uri = buffer['uri']
    if (uri === undefined) {
      if (index > 0 || binary === null) {
        if (isFallbackBuffer(buffer)) return null
        throw invalid(`buffers[${index}] has neither a uri nor a binary chunk`)
      }
      if (byteLength > binary.byteLength) {
        throw invalid(
          `buffers[${index}] states ${byteLength} bytes, the binary chunk has ${binary.byteLength}`,
        )
      }
      return byteLength
    }
    requireDataUri(uri, `buffers[${index}].uri`)
    return byteLength
  })
}

function isFallbackBuffer(buffer: Json): boolean {
  const extensions = buffer['extensions']
  return (
    isRecord(extensions) &&
    ('EXT_meshopt_compression' in extensions || 'KHR_meshopt_compression' in extensions)
  )
}

interface View {
  readonly buffer: number
  readonly byteOffset: number
  /** Bytes that are there once decoders have run. */
  readonly byteLength: number
  readonly byteStride: number | null
}

function checkBufferViews(json: Json, buffers: readonly (number | null)[]): readonly View[] {
  return list(json, 'bufferViews').map((view, index) => {
    const where = `bufferViews[${index}]`
    const own = readView(view, where)
    const bufferBytes = buffers[own.buffer]
    if (bufferBytes === undefined) throw invalid(`${where}.buffer ${own.buffer} does not exist`)
    if (bufferBytes !== null && own.byteOffset + own.byteLength > bufferBytes) {
      throw invalid(`${where} ends at byte ${own.byteOffset + own.byteLength} of a buffer of ${bufferBytes}`)
    }
    const compression = meshoptOf(view)
    if (compression === null) {
      if (bufferBytes === null) throw invalid(`${where} reads a buffer that holds no bytes`)
      return own
    }
    const source = readView(compression, `${where}.extensions`)
    const sourceBytes = buffers[source.buffer]
    if (typeof sourceBytes !== 'number' || source.byteOffset + source.byteLength > sourceBytes) {
      throw invalid(`${where} is compressed in bytes that are not there`)
    }
    const decoded =
      count(compression['count'], `${where} count`) * count(compression['byteStride'], `${where} byteStride`)
    if (decoded > own.byteLength) throw invalid(`${where} decodes to more bytes than it states`)
    return own
  })
}

function readView(view: Json, where: string): View {
  return {
    buffer: count(view['buffer'], `${where}.buffer`),
    byteOffset: count(view['byteOffset'] ?? 0, `${where}.byteOffset`),
    byteLength: count(view['byteLength'], `${where}.byteLength`),
    byteStride: view['byteStride'] === undefined ? null : count(view['byteStride'], `${where}.byteStride`),
  }
}

function meshoptOf(view: Json): Json | null {
  const extensions = view['extensions']
  if (!isRecord(extensions)) return null
  const meshopt = extensions['EXT_meshopt_compression'] ?? extensions['KHR_meshopt_compression']
  return isRecord(meshopt) ? meshopt : null
}

const COMPONENT_BYTES: Readonly<Record<number, number>> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
}
const COMPONENTS: Readonly<Record<string, number>> = {
  SCALAR: 1,
  VEC2: 2,
  VEC3: 3,
  VEC4: 4,
  MAT2: 4,
  MAT3: 9,
  MAT4: 16,
}

function checkAccessors(json: Json, views: readonly View[], limits: ModelLimits): number {
  let elements = 0
  for (const [index, accessor] of list(json, 'accessors').entries()) {
    const where = `accessors[${index}]`
    const size = count(accessor['count'], `${where}.count`)
    elements += size
    if (elements > limits.elements) {
      throw invalid(`the accessors hold more than ${limits.elements} elements (${where})`)
    }
    const componentBytes = COMPONENT_BYTES[Number(accessor['componentType'])]
    const components = COMPONENTS[String(accessor['type'])]
    if (componentBytes === undefined || components === undefined) {
      throw invalid(`${where} has no known type`)
    }
    if (accessor['bufferView'] === undefined) continue
    const view = views[count(accessor['bufferView'], `${where}.bufferView`)]
    if (view === undefined) throw invalid(`${where}.bufferView does not exist`)
    const byteOffset = count(accessor['byteOffset'] ?? 0, `${where}.byteOffset`)
    const elementBytes = componentBytes * components
    const stride = view.byteStride || elementBytes
    const end = size === 0 ? 0 : byteOffset + (size - 1) * stride + elementBytes
    if (end > view.byteLength) {
      throw invalid(`${where} needs ${end} bytes, its buffer view has ${view.byteLength}`)
    }
  }
  return elements
}

function checkImages(
  json: Json,
  views: readonly View[],
  binary: Uint8Array | null,
  limits: ModelLimits,
): readonly ImageSize[] {
  let pixels = 0
  return list(json, 'images').map((image, index) => {
    const where = `images[${index}]`
    const bytes = imageBytes(image, where, views, binary)
    const size = readImageSize(bytes)
    if (size === null) throw invalid(`${where} is not a PNG, JPEG, WebP, AVIF or KTX2 image`)
    const own = size.width * size.height
    pixels += own
    if (own > limits.imagePixels || pixels > limits.totalPixels) {
      throw invalid(`${where} is ${size.width} x ${size.height} pixels, more than this viewer decodes`)
    }
    return size
  })
}

function imageBytes(
  image: Json,
  where: string,
  views: readonly View[],
  binary: Uint8Array | null,
): Uint8Array {
  if (image['bufferView'] === undefined) {
    const uri = image['uri']
    if (uri === undefined) throw invalid(`${where} has neither a uri nor a bufferView`)
    return dataUriBytes(requireDataUri(uri, `${where}.uri`), where)
  }
  const view = views[count(image['bufferView'], `${where}.bufferView`)]
  if (view === undefined) throw invalid(`${where}.bufferView does not exist`)
  if (view.buffer !== 0 || binary === null) throw invalid(`${where} is not in the binary chunk`)
  return binary.subarray(view.byteOffset, view.byteOffset + view.byteLength)
}

/** Decodes a base64 `data:` URI. The header of an image is all that is read from it here. */
function dataUriBytes(uri: string, where: string): Uint8Array {
  const comma = uri.indexOf(',')
  if (comma === -1 || !uri.slice(0, comma).endsWith(';base64')) throw invalid(`${where} is not base64`)
  if (uri.length > MAX_DATA_URI_IMAGE_BYTES) throw invalid(`${where} is too long for a data: URI`)
  try {
    return Uint8Array.from(atob(uri.slice(comma + 1)), (character) => character.charCodeAt(0))
  } catch (cause) {
    throw invalid(`${where} is not base64`, cause)
  }
}

function requireDataUri(uri: unknown, where: string): string {
  if (typeof uri !== 'string' || !/^data:/i.test(uri)) {
    throw invalid(`${where} points outside the file; a scene must be one self-contained GLB`)
  }
  return uri
}

/** A node has one parent at most and never contains itself, or building the scene would not end. */
function checkNodes(json: Json): void {
  const nodes = list(json, 'nodes')
  const parents = new Map<number, number>()
  for (const [index, node] of nodes.entries()) {
    for (const child of numbers(node['children'], `nodes[${index}].children`)) {
      if (nodes[child] === undefined)
        throw invalid(`nodes[${index}] has the child ${child}, which does not exist`)
      if (parents.has(child)) throw invalid(`nodes[${child}] has two parents`)
      parents.set(child, index)
    }
  }
  // Each node carries the number of the walk that reached it first; meeting one's own is a circle.
  const reachedBy = new Int32Array(nodes.length)
  for (const start of parents.keys()) {
    const walk = start + 1
    let node: number | undefined = start
    while (node !== undefined && reachedBy[node] === 0) {
      reachedBy[node] = walk
      node = parents.get(node)
      if (node !== undefined && reachedBy[node] === walk) throw invalid(`nodes[${node}] contains itself`)
    }
  }
  const scenes = list(json, 'scenes')
  if (scenes.length === 0) throw invalid('the file holds no scene')
  const scene = json['scene'] ?? 0
  if (scenes[count(scene, 'scene')] === undefined) throw invalid(`scene ${String(scene)} does not exist`)
  for (const [index, entry] of scenes.entries()) {
    for (const node of numbers(entry['nodes'], `scenes[${index}].nodes`)) {
      if (nodes[node] === undefined)
        throw invalid(`scenes[${index}] has the node ${node}, which does not exist`)
    }
  }
}

function list(json: Json, name: string): readonly Json[] {
  const value = json[name]
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalid(`${name} is not a list`)
  return value.map((entry, index) => record(entry, `${name}[${index}]`))
}

function strings(value: unknown, where: string): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw invalid(`${where} is not a list of names`)
  }
  return value as string[]
}

function numbers(value: unknown, where: string): readonly number[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalid(`${where} is not a list`)
  return value.map((entry) => count(entry, where))
}

function count(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw invalid(`${where} is not a whole number from 0`)
  }
  return value
}

function record(value: unknown, where: string): Json {
  if (!isRecord(value)) throw invalid(`${where} is not an object`)
  return value
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(detail: string, cause?: unknown): ModelError {
  return new ModelError('invalid_model', detail, cause === undefined ? undefined : { cause })
}
