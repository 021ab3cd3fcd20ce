/** Counts what is drawn for one picture of a model. */
import type { Glb } from '@vectreal/scene-format'

/** What is drawn for one picture of a model. */
export interface Drawn {
  readonly triangles: number
  readonly vertices: number
  /** Calls to the graphics card for one picture, before shadows and transparency. */
  readonly drawCalls: number
  readonly nodes: number
}

type Entry = Readonly<Record<string, unknown>>

const TRIANGLES = 4
const STRIP = 5
const FAN = 6

/** A mesh that several nodes show counts for each of them; instances are one call. */
export function countDrawn({ json, drawn }: Glb): Drawn {
  const of = (name: string): readonly Entry[] => (json[name] as Entry[] | undefined) ?? []
  const [nodes, meshes, accessors] = [of('nodes'), of('meshes'), of('accessors')]
  const countOf = (index: unknown) => Number(accessors[Number(index)]?.['count'] ?? 0)
  let [triangles, vertices, drawCalls] = [0, 0, 0]
  for (const index of drawn.nodes) {
    const node = nodes[index]
    const instances = instancesOf(node, countOf)
    for (const primitive of (meshes[Number(node?.['mesh'])]?.['primitives'] as Entry[] | undefined) ?? []) {
      const { attributes, indices, mode = TRIANGLES } = primitive
      const points = countOf((attributes as Entry | undefined)?.['POSITION'])
      const corners = indices === undefined ? points : countOf(indices)
      drawCalls += 1
      vertices += points * instances
      if (mode === TRIANGLES) triangles += Math.floor(corners / 3) * instances
      if (mode === STRIP || mode === FAN) triangles += Math.max(0, corners - 2) * instances
    }
  }
  return { triangles, vertices, drawCalls, nodes: drawn.nodes.size }
}

function instancesOf(node: Entry | undefined, countOf: (index: unknown) => number): number {
  const extensions = node?.['extensions'] as Record<string, { attributes?: Entry }> | undefined
  const [first] = Object.values(extensions?.['EXT_mesh_gpu_instancing']?.attributes ?? {})
  return first === undefined ? 1 : countOf(first)
}
