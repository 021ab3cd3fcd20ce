/** The parts of a glTF document that say where data is and what it is for (glTF 2.0 §3.6, §3.7, §3.11). */
import { type GLTF, Accessor as Values } from '@gltf-transform/core'

/** Where the values of an accessor are used. `output:<path>` is what a clip gives to that property of a node. */
export type AccessorUse =
  | 'triangles'
  | 'indices'
  | `attribute:${string}`
  | `morph:${string}`
  | 'input'
  | `output:${string}`
  | 'skin'
  | 'instances'

export interface Accessor {
  bufferView?: number
  byteOffset?: number
  componentType: number
  normalized?: boolean
  count: number
  type: string
  sparse?: { indices: { bufferView: number }; values: { bufferView: number } }
}

export interface BufferView {
  readonly buffer: number
  readonly byteOffset?: number
  readonly byteLength: number
  readonly byteStride?: number
  readonly target?: number
  readonly extensions?: object
}

interface Primitive {
  readonly attributes: Readonly<Record<string, number>>
  readonly indices?: number
  readonly mode?: number
  readonly targets?: readonly Readonly<Record<string, number>>[]
}

interface Clip {
  readonly channels: readonly { readonly sampler: number; readonly target: { readonly path: string } }[]
  readonly samplers: readonly { readonly input: number; readonly output: number }[]
}

interface Node {
  readonly extensions?: {
    readonly EXT_mesh_gpu_instancing?: { readonly attributes?: Readonly<Record<string, number>> }
  }
}

export interface Gltf {
  accessors: Accessor[]
  bufferViews: BufferView[]
  buffers: object[]
  images?: { bufferView?: number }[]
  extensionsUsed?: string[]
  extensionsRequired?: string[]
  readonly meshes?: readonly { readonly primitives: readonly Primitive[] }[]
  readonly animations?: readonly Clip[]
  readonly skins?: readonly { readonly inverseBindMatrices?: number }[]
  readonly nodes?: readonly Node[]
}

export const FLOAT = 5126
export const SHORT = 5122
const TRIANGLES = 4

/** Of one element. NaN: a matrix of small numbers, which has padding inside (§3.6.2.4). */
export function elementBytes({ componentType, type }: Accessor): number {
  if (type.startsWith('MAT') && componentType !== FLOAT) return Number.NaN
  return (
    Values.getElementSize(type as GLTF.AccessorType) *
    Values.getComponentSize(componentType as GLTF.AccessorComponentType)
  )
}

/** Everything that each accessor is used for, by its index. */
export function usesOf(document: Gltf): ReadonlyMap<number, ReadonlySet<AccessorUse>> {
  const uses = new Map<number, Set<AccessorUse>>()
  const add = (index: number | undefined, use: AccessorUse) => {
    if (index === undefined) return
    uses.set(index, (uses.get(index) ?? new Set()).add(use))
  }
  for (const { attributes, indices, mode = TRIANGLES, targets = [] } of (document.meshes ?? []).flatMap(
    ({ primitives }) => primitives,
  )) {
    add(indices, mode === TRIANGLES ? 'triangles' : 'indices')
    for (const [semantic, index] of Object.entries(attributes)) add(index, `attribute:${semantic}`)
    for (const [semantic, index] of targets.flatMap((target) => Object.entries(target)))
      add(index, `morph:${semantic}`)
  }
  for (const { channels, samplers } of document.animations ?? []) {
    for (const { input } of samplers) add(input, 'input')
    for (const { sampler, target } of channels) add(samplers[sampler]?.output, `output:${target.path}`)
  }
  for (const { inverseBindMatrices } of document.skins ?? []) add(inverseBindMatrices, 'skin')
  for (const { extensions } of document.nodes ?? []) {
    for (const index of Object.values(extensions?.EXT_mesh_gpu_instancing?.attributes ?? {}))
      add(index, 'instances')
  }
  return uses
}
