/** What is wrong with a file before its loader would stumble over it: cut off, too old, a bomb. */
import { AssetError } from '../asset-error.js'
import type { SceneFormat } from './find-model.js'
import type { ConvertLimits } from './limits.js'
import { findPlyHeader, parsePlyElements, type PlyProperty } from './ply-header.js'
import { bytesOf } from './ply-numbers.js'
import { binaryStlBytes } from './stl-kind.js'
import { unpackZip } from './unpack-zip.js'

const OLDEST_FBX = 7000

/** @throws AssetError */
export async function checkSource(
  name: string,
  format: SceneFormat,
  bytes: Uint8Array,
  limits: ConvertLimits,
): Promise<void> {
  switch (format) {
    case 'fbx':
      checkFbx(name, bytes)
      return
    case 'stl':
      checkStl(name, bytes)
      return
    case 'dae':
      // Readers of XML for pages forgive what is missing.
      if (!/<\/COLLADA>\s*$/.test(latin(bytes.subarray(-200)).replaceAll('\0', ''))) throw cutOff(name)
      return
    case 'usdz':
      // A layer by itself is no archive.
      if (!/^(?:PXR-USDC|#usda )/.test(latin(bytes.subarray(0, 8)))) await unpackZip(name, bytes, limits)
      return
    case '3mf':
      await unpackZip(name, bytes, limits)
      return
    case 'ply':
      checkPly(name, bytes)
      return
    case 'obj':
      checkObj(name, bytes)
      return
    default:
      return
  }
}

function checkFbx(name: string, bytes: Uint8Array): void {
  const isBinary = latin(bytes.subarray(0, 18)) === 'Kaydara FBX Binary'
  if (isBinary && bytes.byteLength < 27) throw cutOff(name)
  if (isBinary && bytes[20] !== 0) throw sentAsText(name)
  const version = isBinary
    ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(23, true)
    : Number(/FBXVersion:\s*(\d+)/.exec(latin(bytes.subarray(0, 8192)))?.[1] ?? Number.NaN)
  if (Number.isNaN(version)) throw cutOff(name)
  if (version >= OLDEST_FBX) return
  throw new AssetError({
    code: 'unsupported_file',
    message: `“${name}” is FBX ${(version / 1000).toFixed(1)}, from before 2011.`,
    hint: 'Open it in Blender or the free Autodesk FBX Converter, and save it as FBX 2013 or glTF.',
    files: [name],
  })
}

function checkStl(name: string, bytes: Uint8Array): void {
  const binary = binaryStlBytes(bytes)
  // Of UTF-16 every other byte.
  const end = latin(bytes.subarray(-1024)).replaceAll('\0', '')
  if (binary === null && !/endsolid[^\n]*\s*$/i.test(end)) throw cutOff(name)
  if (binary !== null && bytes.byteLength < binary) throw cutOff(name)
}

/** Text goes on to the last number of the last face; of binary data the reader itself finds the end. */
function checkPly(name: string, bytes: Uint8Array): void {
  const header = findPlyHeader(bytes)
  if (header === null) throw cutOff(name)
  const elements = parsePlyElements(header)
  if (elements.some(({ count, properties }) => count > 0 && properties.length === 0)) throw cutOff(name)
  if (!/^format\s+ascii\b/m.test(header)) {
    const least = elements.reduce((sum, { count, properties }) => sum + count * leastBytesOf(properties), 0)
    if (bytes.byteLength - header.length < least) throw sentAsText(name)
    return
  }
  const lines = elements.reduce((sum, { count }) => sum + count, 0)
  const body = latin(bytes.subarray(header.length)).trim()
  const found = body === '' ? 0 : body.split(/\r?\n/).filter((line) => line.trim() !== '').length
  if (found < lines) throw cutOff(name)
  const last = /[^\r\n]*$/.exec(body)?.[0].trim().split(/\s+/) ?? []
  const properties = elements.at(-1)?.properties ?? []
  const isList = properties[0] !== undefined && properties[0].countType !== null
  if (last.length < properties.length + (isList ? Number(last[0]) : 0)) throw cutOff(name)
}

/** Of each list its length alone. */
const leastBytesOf = (properties: readonly PlyProperty[]): number =>
  properties.reduce((sum, { type, countType }) => sum + (bytesOf(countType ?? type) || 4), 0)

/** A statement that breaks off. */
function checkObj(name: string, bytes: Uint8Array): void {
  // Of UTF-16 every other byte.
  const end = latin(bytes.subarray(-4096)).replaceAll('\0', '')
  const last = /[^\r\n]*\s*$/.exec(end)?.[0].trim().split(/\s+/) ?? []
  const isWhole = /\n\s*$/.test(end)
  if (!isWhole && (last.length === 1 || (/^(?:v|vn|f)$/.test(last[0] ?? '') && last.length < 4)))
    throw cutOff(name)
}

const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

/** Programs that take a binary file for text change its zeros and ends of lines. */
const sentAsText = (name: string) =>
  new AssetError({
    code: 'damaged_file',
    message: `“${name}” is incomplete, or was changed on its way: it is binary, and was sent or saved as text.`,
    hint: 'Get it again, packed as a zip, or as an attachment that no program opens on the way.',
    files: [name],
  })

const cutOff = (name: string) =>
  new AssetError({
    code: 'damaged_file',
    message: `“${name}” is damaged, or ends too early.`,
    hint: 'Download or export it again.',
    files: [name],
  })
