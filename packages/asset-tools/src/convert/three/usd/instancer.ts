/** Where a point instancer places its prototypes (`UsdGeomPointInstancer`). */
import { Matrix4, Object3D, Quaternion, SkinnedMesh, Vector3 } from 'three'
import { type PlacedParts, SPECS_OF_PART } from '../../placed-parts.js'
import type { Attributes } from './layer.js'
import { numbersOf } from './transforms.js'

interface Placement {
  /** Which of the prototypes. */
  readonly prototype: number
  readonly matrix: Matrix4
}

/** Those that are seen. Orientations and scales may be missing. */
export function placementsOf(attributes: Attributes): readonly Placement[] {
  const [prototypes, positions, scales, ids, invisible] = [
    'protoIndices',
    'positions',
    'scales',
    'ids',
    'invisibleIds',
  ].map((name) => numbersOf(attributes[name])) as [number[], number[], number[], number[], number[]]
  const turns = numbersOf(attributes['orientationsf'] ?? attributes['orientations'])
  const hidden = new Set(invisible)
  return prototypes.flatMap((prototype, index) => {
    if (hidden.has(ids[index] ?? index) || positions.length < (index + 1) * 3) return []
    const position = new Vector3().fromArray(positions, index * 3)
    const turn = new Quaternion()
    if (turns.length >= (index + 1) * 4) turn.fromArray(turns, index * 4).normalize()
    const scale = new Vector3(1, 1, 1)
    if (scales.length >= (index + 1) * 3) scale.fromArray(scales, index * 3)
    return [{ prototype, matrix: new Matrix4().compose(position, turn, scale) }]
  })
}

/**
 * A copy of its prototype in each place; null: there are none, a prototype is missing or has joints, which copies would
 * share, or they are too many.
 */
export function placeInstances(
  placements: readonly Placement[],
  prototypes: readonly (Object3D | undefined)[],
  placed: PlacedParts,
): Object3D[] | null {
  const sizes = new Map<Object3D, number | null>()
  let specs = 0
  for (const { prototype } of placements) {
    const object = prototypes[prototype]
    if (object === undefined) return null
    if (!sizes.has(object)) sizes.set(object, sizeOf(object))
    const size = sizes.get(object) ?? null
    if (size === null) return null
    specs += size * SPECS_OF_PART
  }
  if (placements.length === 0 || !placed.hasRoomFor(specs)) return null
  placed.add(specs)
  return placements.map(({ prototype, matrix }) => {
    const place = new Object3D()
    place.applyMatrix4(matrix)
    return place.add((prototypes[prototype] as Object3D).clone())
  })
}

/** How many parts it has; null: it has joints. */
function sizeOf(object: Object3D): number | null {
  let size = 0
  let hasJoints = false
  object.traverse((part) => {
    size += 1
    hasJoints ||= part instanceof SkinnedMesh
  })
  return hasJoints ? null : size
}
