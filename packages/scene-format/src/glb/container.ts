/** Takes a GLB apart: header, chunks, JSON (glTF 2.0 §4.4). */
import { isObject, type Json } from './document.js'
import type { GlbFinding, GlbFindingCode } from './findings.js'
import type { GlbLimits } from './limits.js'
import type { GlbReader } from './reader.js'

export type Container =
  /** `binary`: where the binary chunk is; null where the file has none. */
  | { readonly ok: true; readonly json: Json; readonly binary: Range | null }
  | { readonly ok: false; readonly error: GlbFinding }

/** A part of the file, in bytes. */
export interface Range {
  readonly offset: number
  readonly length: number
}

const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BIN_CHUNK = 0x004e4942
const QUOTE = 0x22
const BACKSLASH = 0x5c

export function readContainer(reader: GlbReader, limits: GlbLimits): Container {
  const { size } = reader
  if (size < 20) return refuse('file_short')
  const head = viewOf(reader.read(0, 12))
  if (head.getUint32(0, true) !== MAGIC) {
    return refuse('not_glb')
  }
  const version = head.getUint32(4, true)
  if (version !== 2) return refuse('not_version_2', version)
  const stated = head.getUint32(8, true)
  if (stated !== size) {
    return refuse('file_cut', stated)
  }
  let json: Range | null = null
  let binary: Range | null = null
  let chunks = 0
  for (let at = 12; at < size; chunks += 1) {
    if (chunks === limits.chunks) return refuse('too_many_entries', limits.chunks)
    if (size - at < 8) return refuse('chunk_damaged')
    const chunk = viewOf(reader.read(at, 8))
    const range = { offset: at + 8, length: chunk.getUint32(0, true) }
    const type = chunk.getUint32(4, true)
    if (range.length > size - range.offset) return refuse('chunk_damaged')
    if (chunks === 0) {
      if (type !== JSON_CHUNK) return refuse('chunk_damaged')
      json = range
    } else if (type === BIN_CHUNK) binary ??= range
    at = range.offset + range.length
  }
  const parsed = parseJson(reader, json ?? { offset: 12, length: 0 }, limits)
  return typeof parsed === 'string' ? refuse(parsed) : { ok: true, json: parsed, binary }
}

/** Returns what is wrong. The parser's own message would quote the file. */
function parseJson(reader: GlbReader, { offset, length }: Range, limits: GlbLimits): Json | GlbFindingCode {
  if (length > limits.jsonBytes) return 'json_large'
  const bytes = reader.read(offset, length)
  const { containers, levels } = countContainers(bytes)
  if (containers > limits.jsonContainers) {
    return 'json_large'
  }
  if (levels > limits.jsonLevels) return 'json_large'
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isObject(parsed) ? parsed : 'json_damaged'
  } catch {
    return 'json_damaged'
  }
}

/** Before anything is parsed: a parser makes an object of each, and everything after it recurses. */
function countContainers(bytes: Uint8Array): { containers: number; levels: number } {
  let containers = 0
  let level = 0
  let levels = 0
  let inText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) inText = !inText
    else if (inText) {
      if (byte === BACKSLASH) at += 1
    } else if (byte === 0x7b || byte === 0x5b) {
      containers += 1
      level += 1
      if (level > levels) levels = level
    } else if (byte === 0x7d || byte === 0x5d) level -= 1
  }
  return { containers, levels }
}

const refuse = (code: GlbFindingCode, value: number | string = '') => ({
  ok: false as const,
  error: { code, pointer: '', name: '', value: String(value) },
})
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
