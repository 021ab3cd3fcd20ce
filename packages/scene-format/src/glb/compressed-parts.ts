/** Finds the compressed geometry of a file that can be drawn, for whoever has decoders. */
import {
  entryAt,
  extensionOf,
  isObject,
  type Json,
  meshoptOf,
  object,
  primitivesOf,
  whole,
} from './document.js'
import { createFindings, type GlbFinding } from './findings.js'
import type { Glb } from './open-glb.js'

/** Where bytes are in one of the buffers. */
export interface BufferRange {
  readonly buffer: number
  readonly byteOffset: number
  readonly byteLength: number
}

/** A primitive whose geometry is compressed with Draco (`KHR_draco_mesh_compression`). */
export interface DracoPart {
  readonly kind: 'draco'
  /** The primitive. */
  readonly pointer: string
  readonly range: BufferRange
  /** Ids of the attributes in the compressed data, by their names; null where they are not what the primitive names. */
  readonly attributes: Readonly<Record<string, number>> | null
}

/** A buffer view that is compressed with meshopt (`EXT_` or `KHR_meshopt_compression`). */
export interface MeshoptPart {
  readonly kind: 'meshopt'
  /** The buffer view. */
  readonly pointer: string
  readonly range: BufferRange
  readonly count: number
  /** Bytes of one element. */
  readonly byteStride: number
  readonly mode: string
  readonly filter: string
}

/** Geometry that only a decoder can read. */
export type CompressedPart = DracoPart | MeshoptPart

/** What is drawn, each part once. */
export function findCompressedParts({ json, drawn }: Glb): readonly CompressedPart[] {
  return [...dracoParts(json, drawn.meshes), ...meshoptParts(json, drawn.accessors.keys())]
}

/** What to say of parts that a decoder could not unpack. */
export function undecodable({ json }: Glb, parts: readonly CompressedPart[]): readonly GlbFinding[] {
  const findings = createFindings(json)
  for (const { pointer } of parts) findings.fail(pointer, 'accessor_damaged', 'compressed')
  return findings.errors
}

function dracoParts(json: Json, meshes: Iterable<number>): DracoPart[] {
  return Array.from(meshes).flatMap((mesh) =>
    primitivesOf(json, mesh).flatMap((primitive, at) => {
      const draco = extensionOf(primitive, 'KHR_draco_mesh_compression')
      if (draco === null) return []
      return {
        kind: 'draco',
        pointer: `/meshes/${mesh}/primitives/${at}`,
        range: rangeOf(entryAt(json, 'bufferViews', draco['bufferView']) ?? {}),
        attributes: readAttributes(json, object(object(primitive)['attributes']), draco['attributes']),
      }
    }),
  )
}

/** Readers look up each name in the primitive; positions that are in neither place are nowhere. */
function readAttributes(json: Json, named: Json, ids: unknown): DracoPart['attributes'] {
  if (!isObject(ids)) return null
  const areIds = Object.entries(ids).every(([name, id]) => name in named && whole(id) !== null)
  const points = entryAt(json, 'accessors', named['POSITION'])
  const hasPoints = 'POSITION' in ids || points?.['bufferView'] !== undefined
  return areIds && hasPoints ? (ids as Record<string, number>) : null
}

function meshoptParts(json: Json, accessors: Iterable<number>): MeshoptPart[] {
  const read = new Set<unknown>()
  for (const index of accessors) {
    const { bufferView, sparse } = entryAt(json, 'accessors', index) ?? {}
    const { indices, values } = object(sparse)
    for (const part of [{ bufferView }, object(indices), object(values)]) read.add(part['bufferView'])
  }
  return Array.from(read).flatMap((index) => {
    const meshopt = meshoptOf(entryAt(json, 'bufferViews', index))
    if (meshopt === null) return []
    return {
      kind: 'meshopt',
      pointer: `/bufferViews/${String(index)}`,
      range: rangeOf(meshopt),
      count: whole(meshopt['count']) ?? 0,
      byteStride: whole(meshopt['byteStride']) ?? 0,
      mode: String(meshopt['mode']),
      filter: String(meshopt['filter']),
    }
  })
}

function rangeOf({ buffer, byteOffset, byteLength }: Json): BufferRange {
  return {
    buffer: whole(buffer) ?? 0,
    byteOffset: whole(byteOffset) ?? 0,
    byteLength: whole(byteLength) ?? 0,
  }
}
