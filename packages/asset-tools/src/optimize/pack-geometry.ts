/**
 * Writes the data of a GLB with meshopt (EXT_meshopt_compression) and the filters that fit it. gltf-transform has these
 * filters for 8 bits and for shortened clips only, which is seen.
 */
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { concatBytes } from '../concat-bytes.js'
import { joinGlb, splitGlb } from '../convert/glb-container.js'
import { ARRAY_BUFFER, type Encoding, encodeAccessor } from './encode-accessor.js'
import { type Accessor, type BufferView, elementBytes, FLOAT, type Gltf, usesOf } from './gltf-document.js'

const EXTENSION = 'EXT_meshopt_compression'
const QUANTIZATION = 'KHR_mesh_quantization'
const ALIGNMENT = 4

/** Packs every accessor that meshopt takes; the rest, and pictures, stay as they are. Nothing is in two places. */
export function packGeometry(glb: Uint8Array): Uint8Array {
  const { json, binary } = splitGlb(glb) ?? {}
  if (json === undefined || !binary) return glb
  const document: Gltf = { accessors: [], bufferViews: [], ...JSON.parse(new TextDecoder().decode(json)) }
  const uses = usesOf(document)
  const groups = new Map<string, Group>()
  for (const [index, accessor] of document.accessors.entries()) {
    const encoding = encodeAccessor(
      accessor,
      [...(uses.get(index) ?? [])],
      elementsOf(document, binary, accessor),
    )
    if (encoding !== null) join(groups, accessor, encoding)
  }
  if (groups.size === 0) return glb
  const data = packData(document, binary, [...groups.values()])
  requireExtension(document, EXTENSION)
  if (isQuantized(document, uses)) requireExtension(document, QUANTIZATION)
  return joinGlb(JSON.stringify(document), data)
}

/** Accessors that share a buffer view: the same kind of data, whichever mesh it is of. */
interface Group extends Omit<Encoding, 'elements'> {
  readonly members: { readonly accessor: Accessor; readonly elements: Uint8Array }[]
}

function join(groups: Map<string, Group>, accessor: Accessor, { elements, ...how }: Encoding): void {
  const key = JSON.stringify(how)
  const group = groups.get(key) ?? { ...how, members: [] }
  group.members.push({ accessor, elements })
  groups.set(key, group)
}

/** The elements of an accessor one after the other; null: they are not simply there (sparse, or in no buffer view). */
function elementsOf({ bufferViews }: Gltf, binary: Uint8Array, accessor: Accessor): Uint8Array | null {
  const view = bufferViews[accessor.bufferView ?? -1]
  if (view === undefined || accessor.sparse !== undefined) return null
  const size = elementBytes(accessor)
  const stride = view.byteStride ?? size
  const start = (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0)
  // A copy, so that its numbers are aligned.
  if (stride === size) return binary.slice(start, start + accessor.count * size)
  const elements = new Uint8Array(accessor.count * size)
  for (let index = 0; index < accessor.count; index += 1) {
    elements.set(binary.subarray(start + index * stride, start + index * stride + size), index * size)
  }
  return elements
}

/** Makes the document say where everything is in the data that comes back. */
function packData(document: Gltf, binary: Uint8Array, groups: readonly Group[]): Uint8Array {
  const data = createData()
  const packed = new Set(groups.flatMap(({ members }) => members.map(({ accessor }) => accessor)))
  const kept = keepUnpacked(document, binary, packed, data)
  let unpackedBytes = 0
  const views = groups.map((group, index) => {
    const view = packGroup(group, unpackedBytes, data)
    unpackedBytes += Math.ceil(view.byteLength / ALIGNMENT) * ALIGNMENT
    let byteOffset = 0
    for (const { accessor, elements } of group.members) {
      Object.assign(accessor, group.form, { bufferView: kept.length + index, byteOffset })
      byteOffset += elements.byteLength
    }
    return view
  })
  document.bufferViews = [...kept, ...views]
  const whole = data.join()
  document.buffers = [
    { byteLength: whole.byteLength },
    { byteLength: unpackedBytes, extensions: { [EXTENSION]: { fallback: true } } },
  ]
  return whole
}

/** The buffer views that pictures and other accessors read as they are. */
function keepUnpacked(
  document: Gltf,
  binary: Uint8Array,
  packed: ReadonlySet<Accessor>,
  data: Data,
): readonly BufferView[] {
  const views: BufferView[] = []
  const indices = new Map<number, number>()
  const keep = (reader: { bufferView?: number } | undefined) => {
    if (reader?.bufferView === undefined) return
    let index = indices.get(reader.bufferView)
    if (index === undefined) {
      const view = document.bufferViews[reader.bufferView]!
      const start = view.byteOffset ?? 0
      const byteOffset = data.add(binary.subarray(start, start + view.byteLength))
      index = views.push({ ...view, buffer: 0, byteOffset }) - 1
      indices.set(reader.bufferView, index)
    }
    reader.bufferView = index
  }
  for (const image of document.images ?? []) keep(image)
  for (const accessor of document.accessors) {
    if (packed.has(accessor)) continue
    for (const reader of [accessor, accessor.sparse?.indices, accessor.sparse?.values]) keep(reader)
  }
  return views
}

function packGroup(
  { members, mode, filter, byteStride, target }: Group,
  unpackedAt: number,
  data: Data,
): BufferView {
  const elements = concatBytes(members.map((member) => member.elements))
  const count = elements.byteLength / byteStride
  const bytes = MeshoptEncoder.encodeGltfBuffer(elements, count, byteStride, mode)
  return {
    // The second buffer is nowhere: only its length is known, for readers that leave the extension out.
    buffer: 1,
    byteOffset: unpackedAt,
    byteLength: elements.byteLength,
    ...(target === ARRAY_BUFFER ? { byteStride } : {}),
    ...(target === null ? {} : { target }),
    extensions: {
      [EXTENSION]: {
        buffer: 0,
        byteOffset: data.add(bytes),
        byteLength: bytes.byteLength,
        byteStride,
        count,
        mode,
        ...(filter === null ? {} : { filter }),
      },
    },
  }
}

/** glTF itself has these as floats, and texture coordinates as shares only (§3.7.2.1). */
function isQuantized({ accessors }: Gltf, uses: ReturnType<typeof usesOf>): boolean {
  return [...uses].some(
    ([index, kinds]) =>
      accessors[index]?.componentType !== FLOAT &&
      [...kinds].some((use) => /^attribute:(?:POSITION|NORMAL|TANGENT|TEXCOORD_\d+)$/.test(use)),
  )
}

function requireExtension(document: Gltf, name: string): void {
  for (const list of ['extensionsUsed', 'extensionsRequired'] as const)
    document[list] = [...new Set([...(document[list] ?? []), name])]
}

type Data = ReturnType<typeof createData>

function createData() {
  const parts: Uint8Array[] = []
  let length = 0
  return {
    /** Where the bytes are. */
    add(bytes: Uint8Array): number {
      const start = length
      const padding = (ALIGNMENT - (bytes.byteLength % ALIGNMENT)) % ALIGNMENT
      parts.push(bytes, new Uint8Array(padding))
      length += bytes.byteLength + padding
      return start
    },
    join: (): Uint8Array => concatBytes(parts),
  }
}
