/** Blend shapes of a mesh (`UsdSkelBlendShape`) as morph targets, and the samples that move them. */
import { Float32BufferAttribute, type Mesh, NumberKeyframeTrack } from 'three'
import type { Samples } from 'three/addons/loaders/usd/USDComposer.js'
import type { Attributes } from './layer.js'
import { numbersOf } from './transforms.js'

/** What a shape may take altogether, in coordinates: each says something about every vertex, however few it moves. */
const MOST_COORDINATES = 60_000_000

export interface BlendShape {
  readonly name: string
  readonly attributes: Attributes
}

/**
 * Gives the mesh a morph target for each shape.
 * @param pointOfVertex which of the mesh's points each vertex is
 * @returns false: they would take too much, and the mesh stays as it is
 */
export function addShapes(
  mesh: Mesh,
  shapes: readonly BlendShape[],
  pointOfVertex: ArrayLike<number>,
): boolean {
  const { geometry } = mesh
  if (shapes.length * pointOfVertex.length * 3 > MOST_COORDINATES) return false
  const kinds = { position: 'offsets', normal: 'normalOffsets' } as const
  for (const [kind, offsets] of Object.entries(kinds) as ['position' | 'normal', string][]) {
    // glTF wants each target to have the same attributes.
    if (kind === 'normal' && !shapes.some(({ attributes }) => numbersOf(attributes[offsets]).length > 0))
      continue
    geometry.morphAttributes[kind] = shapes.map(({ name, attributes }) => {
      const target = new Float32BufferAttribute(
        displacements(attributes, numbersOf(attributes[offsets]), pointOfVertex),
        3,
      )
      target.name = name
      return target
    })
  }
  geometry.morphTargetsRelative = true
  mesh.updateMorphTargets()
  return true
}

function displacements(
  attributes: Attributes,
  offsets: readonly number[],
  pointOfVertex: ArrayLike<number>,
): Float32Array {
  const points = numbersOf(attributes['pointIndices'])
  // Without a list of points there is an offset for each of them.
  const placeOf = points.length === 0 ? null : new Map(points.map((point, index) => [point, index]))
  const values = new Float32Array(pointOfVertex.length * 3)
  for (let vertex = 0; vertex < pointOfVertex.length; vertex += 1) {
    const point = pointOfVertex[vertex] as number
    const place = placeOf === null ? point : placeOf.get(point)
    if (place === undefined) continue
    for (let axis = 0; axis < 3; axis += 1) values[vertex * 3 + axis] = offsets[place * 3 + axis] ?? 0
  }
  return values
}

/**
 * How much of each target the mesh shows over time; null: the samples say nothing about them.
 * @param moved the shapes that a sample has weights for, in order
 */
export function weightsTrack(
  mesh: Mesh,
  moved: readonly string[],
  { times, values }: Samples,
  framesPerSecond: number,
): NumberKeyframeTrack | null {
  const targets = Object.keys(mesh.morphTargetDictionary ?? {})
  const places = targets.map((target) => moved.indexOf(target))
  if (places.every((place) => place === -1)) return null
  const weights = values.flatMap((value) => {
    const sample = numbersOf(value)
    return places.map((place) => sample[place] ?? 0)
  })
  mesh.morphTargetInfluences = weights.slice(0, targets.length)
  return new NumberKeyframeTrack(
    `${mesh.uuid}.morphTargetInfluences`,
    times.map((time) => time / framesPerSecond),
    weights,
  )
}
