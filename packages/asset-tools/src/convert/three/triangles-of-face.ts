/** Faces of many corners as triangles, also where they are not convex. */
import { ShapeUtils, Vector2, Vector3 } from 'three'

/**
 * Each triangle by the places of its corners; null: a fan around the first corner does as well.
 * @param corners x, y and z of each, one after the other
 */
export function trianglesOf(corners: readonly number[]): readonly (readonly number[])[] | null {
  const normal = normalOf(corners)
  return isConvex(corners, normal) ? null : ShapeUtils.triangulateShape(flatten(corners, normal), [])
}

/** Newell's: twice the area long, also where the corners are not in one plane. */
function normalOf(corners: readonly number[]): Vector3 {
  const normal = new Vector3()
  for (let at = 0; at < corners.length; at += 3) {
    const next = (at + 3) % corners.length
    const [x = 0, y = 0, z = 0] = [corners[at], corners[at + 1], corners[at + 2]]
    const [nextX = 0, nextY = 0, nextZ = 0] = [corners[next], corners[next + 1], corners[next + 2]]
    normal.x += (y - nextY) * (z + nextZ)
    normal.y += (z - nextZ) * (x + nextX)
    normal.z += (x - nextX) * (y + nextY)
  }
  return normal
}

/** No corner turns to the right, beyond what rounding does. */
function isConvex(corners: readonly number[], normal: Vector3): boolean {
  const tolerance = 1e-6 * normal.length() ** 2
  const [before, after] = [new Vector3(), new Vector3()]
  for (let at = 0; at < corners.length; at += 3) {
    const [last, next] = [(at + corners.length - 3) % corners.length, (at + 3) % corners.length]
    before.set(
      difference(corners, at, last),
      difference(corners, at + 1, last + 1),
      difference(corners, at + 2, last + 2),
    )
    after.set(
      difference(corners, next, at),
      difference(corners, next + 1, at + 1),
      difference(corners, next + 2, at + 2),
    )
    if (before.cross(after).dot(normal) < -tolerance) return false
  }
  return true
}

const difference = (values: readonly number[], one: number, other: number): number =>
  (values[one] ?? 0) - (values[other] ?? 0)

/** Seen along the normal, so that the corners run to the left. */
function flatten(corners: readonly number[], normal: Vector3): Vector2[] {
  const [across, up] = basisOf(normal)
  return Array.from({ length: corners.length / 3 }, (_, index) => {
    const [x, y, z] = corners.slice(index * 3, index * 3 + 3)
    const corner = new Vector3(x, y, z)
    return new Vector2(corner.dot(across), corner.dot(up))
  })
}

/** Two directions of the plane. */
function basisOf(normal: Vector3): readonly [Vector3, Vector3] {
  const out = normal.clone().normalize()
  const aside = Math.abs(out.x) < 0.9 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0)
  const across = new Vector3().crossVectors(aside, out).normalize()
  return [across, new Vector3().crossVectors(out, across)]
}
