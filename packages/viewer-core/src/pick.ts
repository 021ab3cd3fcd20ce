/** What lies under a point of the picture. */
import {
  type Intersection,
  InstancedMesh,
  type Material,
  Matrix3,
  Matrix4,
  type Mesh,
  type Object3D,
  Raycaster,
  SkinnedMesh,
  Vector2,
  type Vector3,
} from 'three'
import type { OrbitCamera } from './orbit-camera.js'
import type { Vector } from '@vectreal/scene-format'

/** A point of the model, from `pick`. Lengths in the model's own units, y up. */
export interface Picked {
  readonly position: Vector
  /** Of the surface, towards the viewer; of length 1. Null for lines and points. */
  readonly normal: Vector | null
  /** Name of the node in the file, or of the nearest one above it that has a name; null: none has. */
  readonly node: string | null
  /** The same point and direction in the space of that node, which hold while it moves; null: no node has a name. */
  readonly inNode: { readonly position: Vector; readonly normal: Vector | null } | null
  /** Name of the material in the file; null: it has none. */
  readonly material: string | null
}

/** `at`: from -1 to 1, right and up. `nameOf`: of the node in the file; '' where it has none. */
export function pick(
  root: Object3D,
  camera: OrbitCamera,
  at: { readonly x: number; readonly y: number },
  nameOf: (object: Object3D) => string,
): Picked | null {
  const ray = new Raycaster()
  ray.setFromCamera(new Vector2(at.x, at.y), camera)
  const [hit] = hitsOf(root, ray)
  if (hit === undefined) return null
  const normal = normalOf(hit)
  if (normal !== null && normal.dot(ray.ray.direction) > 0) normal.negate()
  const node = namedNode(hit.object, root, nameOf)
  return {
    position: hit.point.toArray(),
    normal: normal?.toArray() ?? null,
    node: node === null ? null : nameOf(node),
    inNode: node === null ? null : inSpaceOf(node, hit.point, normal),
    material: materialOf(hit)?.name || null,
  }
}

/** Everything drawn that a ray meets, nearest first. */
export function hitsOf(root: Object3D, ray: Raycaster): Intersection[] {
  const drawn: Object3D[] = []
  root.updateMatrixWorld()
  root.traverseVisible((object) => {
    // three keeps the sphere of the pose in which it was first asked.
    if (object instanceof SkinnedMesh) Object.assign(object, { boundingSphere: null, boundingBox: null })
    drawn.push(object)
  })
  return ray.intersectObjects(drawn, false)
}

function normalOf({ face, object, instanceId }: Intersection): Vector3 | null {
  if (face === null || face === undefined) return null
  const world = object.matrixWorld.clone()
  if (object instanceof InstancedMesh && instanceId !== undefined) {
    const place = new Matrix4()
    object.getMatrixAt(instanceId, place)
    world.multiply(place)
  }
  return face.normal.clone().applyMatrix3(new Matrix3().getNormalMatrix(world)).normalize()
}

function materialOf({ object, face }: Intersection): Material | undefined {
  const { material } = object as Mesh
  return Array.isArray(material) ? material[face?.materialIndex ?? 0] : material
}

function namedNode(object: Object3D, root: Object3D, nameOf: (object: Object3D) => string): Object3D | null {
  for (let one: Object3D | null = object; one !== null && one !== root; one = one.parent) {
    if (nameOf(one) !== '') return one
  }
  return null
}

function inSpaceOf(node: Object3D, point: Vector3, normal: Vector3 | null): NonNullable<Picked['inNode']> {
  const toNode = new Matrix3().getNormalMatrix(node.matrixWorld.clone().invert())
  return {
    position: node.worldToLocal(point.clone()).toArray(),
    normal: normal?.clone().applyMatrix3(toNode).normalize().toArray() ?? null,
  }
}
