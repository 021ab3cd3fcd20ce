/**
 * Judges one GLB file: `node validate-model.mjs <path> <limits as JSON>`, report as JSON on stdout. A process of its
 * own: whatever a hostile file costs in time or memory is bounded by the parent, and the server's memory stays flat.
 */
import { open } from 'node:fs/promises'
import { validateBytes, validateString } from 'gltf-validator'
import { imageSize } from 'image-size'

const GLB_MAGIC = 0x46546c67
const CHUNK_JSON = 0x4e4f534a
const CHUNK_BIN = 0x004e4942
const COMPONENT_BYTES = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 }
const COMPONENTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 }
/** An image's size stands in its first bytes; JPEG may carry a long preamble. */
const IMAGE_HEAD_BYTES = 1024 * 1024

/** What the viewer can decode. A model that requires anything else cannot be shown. */
const SUPPORTED_EXTENSIONS = [
  /^KHR_draco_mesh_compression$/,
  /^(?:EXT|KHR)_meshopt_compression$/,
  /^EXT_mesh_gpu_instancing$/,
  /^EXT_texture_(?:webp|avif)$/,
  /^KHR_texture_(?:basisu|transform)$/,
  /^KHR_mesh_quantization$/,
  /^KHR_lights_punctual$/,
  /^KHR_materials_(?!pbrSpecularGlossiness)\w+$/,
  /^KHR_animation_pointer$/,
  /^KHR_xmp_json_ld$|^KHR_xmp$|^EXT_materials_bump$/,
]

/** Findings of the validator that a viewer shows through: worth a warning, not a refusal. */
const TOLERATED = new Set([
  'ACCESSOR_MIN_MISMATCH',
  'ACCESSOR_MAX_MISMATCH',
  'ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND',
  'ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND',
  'ACCESSOR_VECTOR3_NON_UNIT',
  'ACCESSOR_NON_UNIT',
  'ACCESSOR_INVALID_SIGN',
  'ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION',
  'ACCESSOR_SKIN_NON_NORMALIZED',
  'ACCESSOR_WEIGHTS_NON_NORMALIZED',
  'ROTATION_NON_UNIT',
  'IMAGE_DATA_INVALID',
])

const MAX_REPORTED = 20
/** There are not a hundred in the registry. */
const MAX_REPORTED_EXTENSIONS = 200
const MAX_REPORTED_CHARACTERS = 500

class Invalid extends Error {
  constructor(path, message) {
    super(message)
    this.path = path
  }
}

async function judge(path, limits) {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { gltf, bin } = await readContainer(file, size, limits)
    const errors = [
      ...checkReferences(gltf, bin),
      ...checkBudgets(gltf, limits),
      ...(await checkImages(file, gltf, bin, limits)),
    ]
    const requires = list(gltf.extensionsRequired)
    for (const [index, extension] of requires.entries()) {
      if (!SUPPORTED_EXTENSIONS.some((known) => known.test(extension))) {
        errors.push({
          path: `extensionsRequired.${index}`,
          message: `the viewer does not support ${extension}`,
        })
      }
    }
    if (errors.length > 0) return refusal(errors)
    return await runValidator(file, size, gltf, limits)
  } catch (error) {
    if (error instanceof Invalid) return refusal([{ path: error.path, message: error.message }])
    if (error instanceof RangeError)
      return refusal([{ path: '', message: 'the model is nested too deep, or too large, to be read' }])
    throw error
  } finally {
    await file.close()
  }
}

const refusal = (errors) => ({ ok: false, errors: errors.slice(0, MAX_REPORTED) })

/** Header and chunks: every declared length must agree with the file's. */
async function readContainer(file, size, limits) {
  if (size < 20) throw new Invalid('', 'the file is too short for a GLB')
  const head = await read(file, 0, 20)
  if (head.readUInt32LE(0) !== GLB_MAGIC)
    throw new Invalid('', 'the file is not a GLB: it does not begin with "glTF"')
  const version = head.readUInt32LE(4)
  if (version !== 2) throw new Invalid('', `the file is glTF ${version}: only glTF 2.0 is supported`)
  const length = head.readUInt32LE(8)
  if (length !== size) throw new Invalid('', `the header declares ${length} bytes, the file has ${size}`)
  const jsonLength = head.readUInt32LE(12)
  if (head.readUInt32LE(16) !== CHUNK_JSON) throw new Invalid('', 'the first chunk is not JSON')
  if (jsonLength > size - 20) throw new Invalid('', 'the JSON chunk is longer than the file')
  if (jsonLength > limits.jsonBytes)
    throw new Invalid('', `the JSON chunk has more than ${limits.jsonBytes} bytes`)

  let gltf
  try {
    gltf = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await read(file, 20, jsonLength)))
  } catch {
    throw new Invalid('', 'the JSON chunk is not valid JSON in UTF-8')
  }
  if (typeof gltf !== 'object' || gltf === null || Array.isArray(gltf))
    throw new Invalid('', 'the JSON chunk is not an object')
  if (isDeeperThan(gltf, limits.jsonLevels))
    throw new Invalid('', `the JSON is nested deeper than ${limits.jsonLevels} levels`)

  let bin = null
  for (let at = 20 + jsonLength; at < size; ) {
    if (size - at < 8) throw new Invalid('', 'the file ends in the middle of a chunk header')
    const chunk = await read(file, at, 8)
    const chunkLength = chunk.readUInt32LE(0)
    if (chunkLength > size - at - 8) throw new Invalid('', 'a chunk is longer than the file')
    if (chunk.readUInt32LE(4) === CHUNK_BIN && bin === null) bin = { start: at + 8, length: chunkLength }
    at += 8 + chunkLength
  }
  return { gltf, bin }
}

/** Level by level: what is nested too deep for recursion is what this is for. */
function isDeeperThan(value, levels) {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true
    level = level.flatMap((parent) =>
      Object.values(parent).filter((member) => typeof member === 'object' && member !== null),
    )
  }
  return false
}

/** Self-contained: one binary chunk, no addresses to fetch from. */
function checkReferences(gltf, bin) {
  const errors = []
  for (const [index, buffer] of list(gltf.buffers).entries()) {
    const path = `buffers.${index}`
    const { uri, byteLength, extensions } = object(buffer)
    const isFallback =
      object(object(extensions).EXT_meshopt_compression).fallback === true ||
      object(object(extensions).KHR_meshopt_compression).fallback === true
    if (uri !== undefined && !isDataUri(uri))
      errors.push({ path: `${path}.uri`, message: 'refers to another file or address' })
    else if (uri === undefined && index === 0 && !isFallback) {
      if (bin === null) errors.push({ path, message: 'has no data: the file has no binary chunk' })
      else if (!(byteLength <= bin.length)) {
        errors.push({
          path: `${path}.byteLength`,
          message: `declares ${byteLength} bytes, the binary chunk has ${bin.length}`,
        })
      }
    } else if (uri === undefined && index > 0 && !isFallback) errors.push({ path, message: 'has no data' })
  }
  for (const [index, image] of list(gltf.images).entries()) {
    const { uri } = object(image)
    if (uri !== undefined && !isDataUri(uri)) {
      errors.push({ path: `images.${index}.uri`, message: 'refers to another file or address' })
    }
  }
  return errors
}

const isDataUri = (uri) => typeof uri === 'string' && /^data:/i.test(uri)

/** What decoding would make of it: a small file must not unpack into gigabytes. */
function checkBudgets(gltf, limits) {
  const errors = []
  for (const [name, most] of Object.entries(limits.counts)) {
    const { length } = list(gltf[name])
    if (length > most)
      errors.push({ path: name, message: `has ${length} entries; at most ${most} are allowed` })
  }
  let accessorBytes = 0
  for (const accessor of list(gltf.accessors)) {
    const { count, componentType, type } = object(accessor)
    const bytes = Number(count) * (COMPONENT_BYTES[componentType] ?? 4) * (COMPONENTS[type] ?? 1)
    accessorBytes += Number.isFinite(bytes) ? bytes : 0
  }
  if (accessorBytes > limits.decodedBytes) {
    errors.push({
      path: 'accessors',
      message: `unpack to ${accessorBytes} bytes; at most ${limits.decodedBytes} are allowed`,
    })
  }
  let unpackedBytes = 0
  for (const view of list(gltf.bufferViews)) {
    const extensions = object(object(view).extensions)
    const { count, byteStride } = object(
      extensions.EXT_meshopt_compression ?? extensions.KHR_meshopt_compression,
    )
    const bytes = Number(count) * Number(byteStride)
    unpackedBytes += Number.isFinite(bytes) ? bytes : 0
  }
  if (unpackedBytes > limits.decodedBytes) {
    errors.push({
      path: 'bufferViews',
      message: `unpack to ${unpackedBytes} bytes; at most ${limits.decodedBytes} are allowed`,
    })
  }
  return errors
}

async function checkImages(file, gltf, bin, limits) {
  const errors = []
  let pixels = 0
  for (const [index, image] of list(gltf.images).entries()) {
    const path = `images.${index}`
    const head = await readImageHead(file, gltf, bin, object(image))
    if (head === null) continue
    const size = sizeOf(head)
    if (size === null) {
      errors.push({ path, message: 'is not a PNG, JPEG, WebP, AVIF or KTX2 image' })
      continue
    }
    pixels += size.width * size.height
    if (size.width > limits.imageSide || size.height > limits.imageSide) {
      errors.push({
        path,
        message: `has ${size.width} × ${size.height} pixels; at most ${limits.imageSide} each way are allowed`,
      })
    }
  }
  if (pixels > limits.imagePixels) {
    errors.push({
      path: 'images',
      message: `have ${pixels} pixels together; at most ${limits.imagePixels} are allowed`,
    })
  }
  return errors
}

/** Null: not in this file's binary chunk, or out of its bounds, which the validator reports. */
async function readImageHead(file, gltf, bin, { uri, bufferView }) {
  if (typeof uri === 'string') {
    const encoded = /^data:[^,]*;base64,/i.test(uri) ? uri.slice(uri.indexOf(',') + 1) : null
    return encoded === null ? Buffer.alloc(0) : Buffer.from(encoded.slice(0, IMAGE_HEAD_BYTES * 2), 'base64')
  }
  const { buffer, byteOffset = 0, byteLength } = object(list(gltf.bufferViews)[bufferView])
  if (
    buffer !== 0 ||
    bin === null ||
    !(Number.isSafeInteger(byteOffset) && byteOffset >= 0) ||
    !(Number.isSafeInteger(byteLength) && byteLength > 0) ||
    byteOffset + byteLength > bin.length
  )
    return null
  return read(file, bin.start + byteOffset, Math.min(byteLength, IMAGE_HEAD_BYTES))
}

function sizeOf(head) {
  if (head.length >= 28 && head.subarray(1, 7).toString('latin1') === 'KTX 20') {
    return { width: head.readUInt32LE(20), height: Math.max(1, head.readUInt32LE(24)) }
  }
  try {
    const { width, height, type } = imageSize(head)
    return ['png', 'jpg', 'webp', 'avif', 'heif'].includes(type) ? { width, height } : null
  } catch {
    return null
  }
}

/** The Khronos validator. Of a very large file only the structure, so that its data stays on the disk. */
async function runValidator(file, size, gltf, limits) {
  const options = { maxIssues: 1000, writeTimestamp: false }
  const report =
    size <= limits.fullValidationBytes
      ? await validateBytes(new Uint8Array(await read(file, 0, size)), options)
      : await validateString(JSON.stringify(gltf), {
          ...options,
          // The data stays where it is: a GLB's own buffer, which was measured above.
          ignoredIssues: ['BUFFER_MISSING_GLB_DATA', 'GLB_UNEXPECTED_BIN_CHUNK', 'IO_ERROR'],
        })
  const findings = report.issues.messages.map(({ code, message, severity, pointer }) => ({
    isError: severity === 0 && !TOLERATED.has(code),
    isWarning: severity === 1 || (severity === 0 && TOLERATED.has(code)),
    path: (pointer ?? '').replace(/^\//, '').replaceAll('/', '.'),
    message: `${message} (${code})`,
  }))
  const errors = findings.filter(({ isError }) => isError).map(({ path, message }) => ({ path, message }))
  if (errors.length > 0) return refusal(errors)
  if (list(gltf.meshes).length === 0)
    return refusal([{ path: 'meshes', message: 'the model has nothing to show: no mesh' }])
  const { info = {} } = report
  return {
    ok: true,
    report: {
      warnings: findings
        .filter(({ isWarning }) => isWarning)
        .slice(0, MAX_REPORTED)
        .map(({ path, message }) => ({ path, message })),
      triangles: info.totalTriangleCount ?? 0,
      vertices: info.totalVertexCount ?? 0,
      materials: info.materialCount ?? 0,
      textures: list(gltf.textures).length,
      animations: info.animationCount ?? 0,
      extensions: list(gltf.extensionsUsed)
        .filter((name) => typeof name === 'string')
        .slice(0, MAX_REPORTED_EXTENSIONS),
    },
  }
}

async function read(file, position, length) {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) throw new Invalid('', 'the file ends too early')
    filled += bytesRead
  }
  return buffer
}

function list(value) {
  return Array.isArray(value) ? value : []
}

function object(value) {
  return typeof value === 'object' && value !== null ? value : {}
}

/** Names from the file stand in the report: short, and without what no database keeps. */
function toReportable(_name, value) {
  if (typeof value !== 'string') return value
  return value
    .slice(0, MAX_REPORTED_CHARACTERS)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '\ufffd')
}

const [, , path, limitsText] = process.argv
process.stdout.write(`${JSON.stringify(await judge(path, JSON.parse(limitsText)), toReportable)}\n`)
