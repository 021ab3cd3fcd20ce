/** Faces of many corners as triangles, also where they are not convex. */
import { ShapeUtils, Vector2, Vector3 } from 'three'

/** Each triangle by the places of its corners; null: a fan around the first corner does as well. */
export function trianglesOf(corners: readonly Vector3[]): readonly (readonly number[])[] | null {
  const flat = flatten(corners)
  const isConvex = flat.every((_, index) => turnAt(flat, index) >= 0)
  return isConvex ? null : ShapeUtils.triangulateShape(flat, [])
}

/** Seen along its normal, so that its corners run to the left. */
function flatten(corners: readonly Vector3[]): Vector2[] {
  const normal = new Vector3()
  for (const [index, { x, y, z }] of corners.entries()) {
    const next = corners[(index + 1) % corners.length] as Vector3
    normal.x += (y - next.y) * (z + next.z)
    normal.y += (z - next.z) * (x + next.x)
    normal.z += (x - next.x) * (y + next.y)
  }
  const [across, up] = basisOf(normal)
  return corners.map((corner) => new Vector2(corner.dot(across), corner.dot(up)))
}

/** Two directions of the plane. */
function basisOf(normal: Vector3): readonly [Vector3, Vector3] {
  normal.normalize()
  const aside = Math.abs(normal.x) < 0.9 ? new Vector3(1, 0, 0) : new Vector3(0, 1, 0)
  const across = new Vector3().crossVectors(aside, normal).normalize()
  return [across, new Vector3().crossVectors(normal, across)]
}

/** Twice the area of the corner with its neighbours; negative where it turns to the right, beyond what rounding does. */
function turnAt(points: readonly Vector2[], index: number): number {
  const [before, at, after] = [index - 1, index, index + 1].map((place) =>
    points.at(place % points.length),
  ) as [Vector2, Vector2, Vector2]
  const [a, b] = [at.clone().sub(before), after.clone().sub(at)]
  return a.cross(b) + 1e-6 * a.length() * b.length()
}
