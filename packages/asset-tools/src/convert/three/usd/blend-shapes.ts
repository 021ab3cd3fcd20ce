/** Blend shapes of a mesh (`UsdSkelBlendShape`) as morph targets, and the samples that move them. */
import { Float32BufferAttribute, type Mesh, NumberKeyframeTrack } from 'three'
import type { Samples } from 'three/addons/loaders/usd/USDComposer.js'
import type { PlacedParts } from '../../placed-parts.js'
import type { Attributes } from './layer.js'
import { numbersOf } from './transforms.js'

/** As many coordinates count as one thing that is copied: a shape says something about every vertex, however few it moves. */
const COORDINATES_OF_SPEC = 300

export interface BlendShape {
  readonly name: string
  readonly attributes: Attributes
}

/**
 * Gives the mesh a morph target for each shape.
 * @param pointOfVertex which of the mesh's points each vertex is
 * @param placed counts what they take
 * @returns false: they would take too much, and the mesh stays as it is
 */
export function addShapes(
  mesh: Mesh,
  shapes: readonly BlendShape[],
  pointOfVertex: ArrayLike<number>,
  placed: PlacedParts,
): boolean {
  const { geometry } = mesh
  // Of places and normals.
  const specs = Math.ceil((shapes.length * pointOfVertex.length * 6) / COORDINATES_OF_SPEC)
  if (!placed.hasRoomFor(specs)) return false
  placed.add(specs)
  const kinds = { position: 'offsets', normal: 'normalOffsets' } as const
  for (const [kind, offsets] of Object.entries(kinds) as ['position' | 'normal', string][]) {
    // glTF wants each target to have the same attributes.
    if (kind === 'normal' && !shapes.some(({ attributes }) => numbersOf(attributes[offsets]).length > 0))
      continue
    geometry.morphAttributes[kind] = shapes.map(({ name, attributes }, index) => {
      const target = new Float32BufferAttribute(
        displacements(attributes, numbersOf(attributes[offsets]), pointOfVertex),
        3,
      )
      // three keeps them by name.
      const isFirst = shapes.findIndex((shape) => shape.name === name) === index
      target.name = isFirst ? name : `${name} ${index + 1}`
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
 * How much of each target the mesh shows over time; null: the samples say nothing about them. The mesh stands as the first
 * one says.
 * @param places of each target's weight in a sample; -1: it has none
 */
export function weightsTrack(
  mesh: Mesh,
  places: readonly number[],
  { times, values }: Samples,
  framesPerSecond: number,
): NumberKeyframeTrack | null {
  if (places.every((place) => place === -1)) return null
  const weights = values.flatMap((value) => {
    const sample = numbersOf(value)
    return places.map((place) => sample[place] ?? 0)
  })
  mesh.morphTargetInfluences = weights.slice(0, places.length)
  return new NumberKeyframeTrack(
    `${mesh.uuid}.morphTargetInfluences`,
    times.map((time) => time / framesPerSecond),
    weights,
  )
}
