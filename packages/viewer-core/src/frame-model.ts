/** Finds where a camera has to stand to show a whole model, whatever its size and wherever its origin. */
import { Box3, MathUtils, type Mesh, type Object3D, Sphere, Vector3 } from 'three'

/** Up to so many vertices every one is looked at; above it the boxes of the meshes stand in, which is quicker. */
const EXACT_VERTICES = 60_000
/** Room left around the model, as a share of the picture. */
const MARGIN = 1.08

export interface ModelBounds {
  readonly box: Box3
  readonly center: Vector3
  /** Of a sphere around `center` that holds the model; never 0. */
  readonly radius: number
}

export function measureModel(root: Object3D): ModelBounds {
  root.updateWorldMatrix(true, true)
  const box = new Box3().setFromObject(root, countVertices(root) <= EXACT_VERTICES)
  const finite = !box.isEmpty() && [...box.min.toArray(), ...box.max.toArray()].every(Number.isFinite)
  if (!finite) box.set(new Vector3(-0.5, -0.5, -0.5), new Vector3(0.5, 0.5, 0.5))
  const { center, radius } = box.getBoundingSphere(new Sphere())
  return { box, center, radius: radius || 1 }
}

function countVertices(root: Object3D): number {
  let vertices = 0
  root.traverse((object) => {
    vertices += (object as Partial<Mesh>).geometry?.attributes['position']?.count ?? 0
  })
  return vertices
}

/**
 * Distance from the centre of `box` at which all of its corners are inside the picture, looking at the centre
 * along `direction` (from the centre to the camera).
 */
export function fitDistance(box: Box3, direction: Vector3, fovDegrees: number, aspect: number): number {
  const vertical = Math.tan(MathUtils.degToRad(fovDegrees) / 2)
  const horizontal = vertical * aspect
  const forward = direction.clone().normalize()
  const worldUp = Math.abs(forward.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0)
  const right = new Vector3().crossVectors(worldUp, forward).normalize()
  const up = new Vector3().crossVectors(forward, right)
  const center = box.getCenter(new Vector3())
  const corner = new Vector3()
  let distance = 0
  for (let index = 0; index < 8; index += 1) {
    corner
      .set(
        index & 1 ? box.max.x : box.min.x,
        index & 2 ? box.max.y : box.min.y,
        index & 4 ? box.max.z : box.min.z,
      )
      .sub(center)
    const depth = corner.dot(forward)
    distance = Math.max(
      distance,
      depth + (Math.abs(corner.dot(right)) * MARGIN) / horizontal,
      depth + (Math.abs(corner.dot(up)) * MARGIN) / vertical,
    )
  }
  return distance || 1
}
