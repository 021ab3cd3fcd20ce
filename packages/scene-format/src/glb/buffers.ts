/** The bytes of a model: in the binary chunk, in `data:` URIs, or copied out of either. */
import type { Range } from './container.js'
import { decodeDataUri, isDataUri } from './data-uri.js'
import { entryAt, type Json, list, meshoptOf, object, whole } from './document.js'
import type { Findings } from './findings.js'
import { createBytesReader, type GlbReader } from './reader.js'

/** `missing`: not there; `beyond`: more than there is room for; `shape`: not described as glTF describes data. */
export type DataProblem = 'missing' | 'beyond' | 'shape' | 'sparse' | 'compressed'

export interface Buffers {
  /** Null where the bytes of a buffer view are there. */
  problemOf(view: unknown): DataProblem | null
  /** At most `length` bytes from the beginning of a buffer view whose bytes are there. */
  readView(view: unknown, length: number): Uint8Array
  /** The whole of one buffer. Empty for one that only a decoder fills. */
  readBuffer(index: number): Uint8Array
  /** Copies elements that lie apart, or at an odd place, next to each other into a buffer of their own. */
  pack(accessor: Json, source: { offset: number; stride: number; bytes: number; count: number }): void
}

/** Whatever a file points to beside itself is refused, drawn or not: a scene is one file. */
export function openBuffers(
  json: Json,
  reader: GlbReader,
  binary: Range | null,
  findings: Findings,
): Buffers {
  const sources = list(json['buffers']).map((entry, index) =>
    openBuffer(object(entry), index, reader, binary, findings),
  )

  function problemOf(index: unknown): DataProblem | null {
    const view = entryAt(json, 'bufferViews', index)
    if (view === null) return 'missing'
    const compressed = meshoptOf(view)
    if (compressed === null) return problemIn(view)
    const problem = problemIn(compressed)
    if (problem !== null) return problem
    const decoded = (whole(compressed['count']) ?? Infinity) * (whole(compressed['byteStride']) ?? Infinity)
    return decoded <= (whole(view['byteLength']) ?? 0) ? null : 'beyond'
  }

  function problemIn({ buffer, byteOffset = 0, byteLength }: Json): DataProblem | null {
    const source = sources[whole(buffer) ?? -1]
    const offset = whole(byteOffset)
    const length = whole(byteLength)
    if (source === undefined || offset === null || length === null) return 'shape'
    if (source === null) return 'missing'
    return offset + length <= source.size ? null : 'beyond'
  }

  function readView(index: unknown, length: number): Uint8Array {
    const { buffer, byteOffset, byteLength } = entryAt(json, 'bufferViews', index) ?? {}
    const source = sources[whole(buffer) ?? -1]
    return source?.read(whole(byteOffset) ?? 0, Math.min(length, whole(byteLength) ?? 0)) ?? new Uint8Array()
  }

  return {
    problemOf,
    readView,
    readBuffer(index) {
      const source = sources[index]
      return source?.read(0, source.size) ?? new Uint8Array()
    },
    pack(accessor, { offset, stride, bytes, count }) {
      const from = readView(accessor['bufferView'], Infinity)
      const packed = new Uint8Array(count * bytes)
      for (let at = 0; at < count; at += 1) {
        const start = offset + at * stride
        packed.set(from.subarray(start, start + bytes), at * bytes)
      }
      sources.push(createBytesReader(packed))
      json['buffers'] = [...list(json['buffers']), { byteLength: packed.byteLength }]
      json['bufferViews'] = [
        ...list(json['bufferViews']),
        { buffer: sources.length - 1, byteLength: packed.byteLength },
      ]
      accessor['bufferView'] = list(json['bufferViews']).length - 1
      delete accessor['byteOffset']
    },
  }
}

/** Null: there is nothing in it, because only a decoder fills it (the meshopt fallback buffer), or it is damaged. */
function openBuffer(
  buffer: Json,
  index: number,
  reader: GlbReader,
  binary: Range | null,
  findings: Findings,
): GlbReader | null {
  const { uri } = buffer
  const pointer = `/buffers/${index}`
  const stated = whole(buffer['byteLength'])
  if (stated === null) return null
  if (uri === undefined) {
    if (index > 0 || binary === null) return null
    if (stated > binary.length) {
      findings.fail(pointer, 'file_cut')
      return null
    }
    return { size: stated, read: (offset, length) => reader.read(binary.offset + offset, length) }
  }
  if (!isDataUri(uri)) {
    findings.fail(`${pointer}/uri`, 'outside_file')
    return null
  }
  const bytes = decodeDataUri(uri)
  if (bytes === null || bytes.byteLength < stated) {
    findings.fail(`${pointer}/uri`, 'accessor_damaged')
    return null
  }
  return createBytesReader(bytes.subarray(0, stated))
}
