/** Checks where the data of what is drawn lies, and how much it unpacks to. */
import type { Buffers, DataProblem } from './buffers.js'
import {
  entryAt,
  extensionOf,
  isObject,
  type Json,
  list,
  meshoptOf,
  object,
  primitivesOf,
  whole,
} from './document.js'
import type { Findings } from './findings.js'
import type { GlbLimits } from './limits.js'
import type { Drawn } from './scene.js'

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
/** Drawing modes of WebGL, from points to triangle fans. */
const MODES = 6

/** Returns the bytes that all accessors unpack to, drawn or not: whoever reads the file may read them all. */
export function measureAccessors(json: Json, limits: GlbLimits, findings: Findings): number {
  let elements = 0
  let madeUp = 0
  let decodedBytes = 0
  for (const entry of list(json['accessors'])) {
    const accessor = object(entry)
    const count = whole(accessor['count']) ?? 0
    elements += count
    decodedBytes += count * elementBytesOf(accessor)
    if (isMadeUp(accessor)) madeUp += count
  }
  // A Draco mesh has its numbers in the compressed part.
  if (list(json['extensionsUsed']).includes('KHR_draco_mesh_compression')) madeUp = 0
  for (const entry of list(json['bufferViews'])) {
    const meshopt = meshoptOf(entry)
    if (meshopt !== null) decodedBytes += (whole(meshopt['count']) ?? 0) * (whole(meshopt['byteStride']) ?? 0)
  }
  const tooMany = elements > limits.elements || madeUp > limits.madeUpElements
  if (tooMany || decodedBytes > limits.decodedBytes) {
    findings.fail('/accessors', 'unpacks_large', `${elements}, ${decodedBytes}`)
  }
  return decodedBytes
}

/** Indices of the accessors that are read to draw a scene. */
export function drawnAccessors(
  json: Json,
  drawn: Drawn,
  buffers: Buffers,
  findings: Findings,
): ReadonlyMap<number, AccessorUse> {
  const uses = new Map<number, AccessorUse>()
  const add = (index: unknown, pointer: string, use: AccessorUse) => {
    if (entryAt(json, 'accessors', index) === null) findings.fail(pointer, 'accessor_missing')
    else uses.set(index as number, uses.get(index as number) === 'packed' ? 'packed' : use)
  }
  for (const mesh of drawn.meshes) {
    for (const [at, value] of primitivesOf(json, mesh).entries()) {
      const primitive = object(value)
      const pointer = `/meshes/${mesh}/primitives/${at}`
      const mode = whole(primitive['mode'] ?? 4)
      if (mode === null || mode > MODES) findings.fail(`${pointer}/mode`, 'draw_mode')
      for (const set of [object(primitive['attributes']), ...list(primitive['targets']).map(object)]) {
        for (const index of Object.values(set)) add(index, pointer, 'strided')
      }
      const draco = extensionOf(primitive, 'KHR_draco_mesh_compression')
      const problem = draco === null ? null : buffers.problemOf(draco['bufferView'])
      if (problem !== null) findings.fail(pointer, 'accessor_damaged', problem)
      if (primitive['indices'] !== undefined) add(primitive['indices'], `${pointer}/indices`, 'packed')
    }
  }
  for (const node of drawn.nodes) {
    const attributes = extensionOf(entryAt(json, 'nodes', node), 'EXT_mesh_gpu_instancing')?.['attributes']
    for (const index of Object.values(object(attributes))) add(index, `/nodes/${node}`, 'strided')
  }
  for (const skin of drawn.skins) {
    const { inverseBindMatrices: matrices } = entryAt(json, 'skins', skin) ?? {}
    if (matrices !== undefined) add(matrices, `/skins/${skin}`, 'packed')
  }
  for (const entry of list(json['animations'])) {
    const { channels, samplers } = object(entry)
    for (const channel of list(channels)) {
      const { input, output } = object(list(samplers)[object(channel)['sampler'] as number])
      for (const index of [input, output]) add(index, '/animations', 'packed')
    }
  }
  return uses
}

/** `packed`: read as one block, whatever the stride of the buffer view says. */
export type AccessorUse = 'packed' | 'strided'

/**
 * Whether the bytes of each are there. Data that lies where a reader of typed arrays cannot take it is copied to a
 * place where it can.
 */
export function checkAccessors(
  json: Json,
  uses: ReadonlyMap<number, AccessorUse>,
  buffers: Buffers,
  findings: Findings,
): void {
  for (const [index, use] of uses) checkAccessor(json, index, use, buffers, findings)
}

function checkAccessor(
  json: Json,
  index: number,
  use: AccessorUse,
  buffers: Buffers,
  findings: Findings,
): void {
  const accessor = entryAt(json, 'accessors', index) ?? {}
  const pointer = `/accessors/${index}`
  const fail = (problem: DataProblem) => findings.fail(pointer, 'accessor_damaged', problem)
  const count = whole(accessor['count'])
  const bytes = elementBytesOf(accessor)
  const offset = whole(accessor['byteOffset'] ?? 0)
  if (count === null || bytes === 0 || offset === null) return fail('shape')
  const { sparse } = accessor
  if (isObject(sparse)) {
    const problem = sparseProblem(json, sparse, accessor, count, bytes, buffers)
    if (problem !== null) return fail(problem)
  }
  if (accessor['bufferView'] === undefined) return
  const view = entryAt(json, 'bufferViews', accessor['bufferView'])
  const problem = buffers.problemOf(accessor['bufferView'])
  if (view === null || problem !== null) return fail(problem ?? 'missing')
  const spread = whole(view['byteStride'] ?? 0)
  if (spread === null) return fail('shape')
  const stride = spread || bytes
  const length = whole(view['byteLength']) ?? 0
  if (count > 0 && offset + (count - 1) * stride + bytes > length) return fail('beyond')

  const componentBytes = COMPONENT_BYTES[accessor['componentType'] as number] ?? 1
  const isOdd = offset % componentBytes !== 0 || stride % componentBytes !== 0
  const isCut = stride !== bytes && Math.floor(offset / stride) * stride + count * stride > length
  const isSpread = use === 'packed' && stride !== bytes
  if (!isOdd && !isCut && !isSpread) return
  if (meshoptOf(view) !== null) return fail('compressed')
  buffers.pack(accessor, { offset, stride, bytes, count })
  findings.warn(pointer, 'data_copied')
}

function sparseProblem(
  json: Json,
  sparse: Json,
  accessor: Json,
  count: number,
  bytes: number,
  buffers: Buffers,
): DataProblem | null {
  const replaced = whole(sparse['count'])
  const indices = object(sparse['indices'])
  const values = object(sparse['values'])
  if (replaced === null || replaced > count) return 'sparse'
  if (componentsOf(accessor) > 4) return 'sparse'
  const indexBytes = COMPONENT_BYTES[indices['componentType'] as number] ?? 0
  const componentBytes = COMPONENT_BYTES[accessor['componentType'] as number] ?? 1
  for (const [part, size, unit] of [
    [indices, indexBytes, indexBytes],
    [values, bytes, componentBytes],
  ] as const) {
    const view = entryAt(json, 'bufferViews', part['bufferView'])
    const offset = whole(part['byteOffset'] ?? 0)
    if (view === null || buffers.problemOf(part['bufferView']) !== null || size === 0 || offset === null) {
      return 'missing'
    }
    if (offset % unit !== 0 || offset + replaced * size > (whole(view['byteLength']) ?? 0)) {
      return 'beyond'
    }
  }
  return null
}

/** True for an accessor whose elements, or some of them, are made from nothing. */
export function isMadeUp(accessor: Json): boolean {
  return accessor['bufferView'] === undefined || isObject(accessor['sparse'])
}

/** Numbers in an element; 0 where the type is unknown. */
export function componentsOf(accessor: Json): number {
  return COMPONENTS[accessor['type'] as string] ?? 0
}

/** 0 where the type is unknown. */
function elementBytesOf(accessor: Json): number {
  return (COMPONENT_BYTES[accessor['componentType'] as number] ?? 0) * componentsOf(accessor)
}
