/** Numbers as the exporter takes them: of 32 bits, and near enough to the origin that those suffice. */
import { BufferAttribute, type BufferGeometry, Vector3 } from 'three'

/** So many times as far away as it is large, coordinates have steps of three thousandths of a model. */
const TOO_FAR = 30_000
/** From there on, in large numbers, what can be moved without loss is: steps are a forty thousandth of it. */
const [FAR, LARGE] = [200, 10_000]

/**
 * Attributes of 64 bits become such of 32; points that are far from the origin are moved to it before.
 * @returns how far they were moved; null: they were not
 */
export function narrowNumbers(geometry: BufferGeometry): Vector3 | null {
  const points = geometry.getAttribute('position')
  const moved = points.array instanceof Float64Array ? moveToOrigin(geometry) : null
  for (const [name, { array, itemSize, normalized }] of Object.entries(geometry.attributes)) {
    if (array instanceof Float64Array)
      geometry.setAttribute(name, new BufferAttribute(Float32Array.from(array), itemSize, normalized))
  }
  return moved
}

function moveToOrigin(geometry: BufferGeometry): Vector3 | null {
  geometry.computeBoundingBox()
  const box = geometry.boundingBox
  geometry.boundingBox = null
  const middle = box?.getCenter(new Vector3())
  if (box === null || middle === undefined || !isFar(middle, box.getSize(new Vector3()))) return null
  geometry.translate(-middle.x, -middle.y, -middle.z)
  return middle
}

/** Whether coordinates of 32 bits have less detail for a model of that size in that place than near the origin. */
export const isFar = (middle: Vector3, size: Vector3): boolean =>
  (middle.length() > LARGE && isFurther(middle, size, FAR)) || isTooFar(middle, size)

/** Whether they are too coarse for it. */
export const isTooFar = (middle: Vector3, size: Vector3): boolean => isFurther(middle, size, TOO_FAR)

function isFurther(middle: Vector3, size: Vector3, times: number): boolean {
  const longest = Math.max(size.x, size.y, size.z)
  return longest > 0 && middle.length() > times * longest
}

/** Where a model was that has been moved to the origin. */
export const describePlace = ({ x, y, z }: Vector3): string =>
  `its place, ${[x, y, z].map((value) => value.toFixed(0)).join(', ')} from the origin`
