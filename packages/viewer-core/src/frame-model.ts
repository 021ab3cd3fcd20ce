/** Finds where a camera has to stand to show a whole model, whatever its size and wherever its origin. */
import { AnimationMixer, Box3, MathUtils, type Object3D, Vector3 } from 'three'
import { type ModelClip, showMoment } from './clips.js'
import { type DrawnPoints, findDrawnPoints, outerPoints } from './drawn-points.js'

/** Room left around the model, as a share of the picture. */
const MARGIN = 1.05
/** Moments of a clip that are looked at: its two ends and what lies between. */
const MOMENTS = 17

/** What a camera has to keep in sight. Lengths in the model's own units. */
export interface ModelBounds {
  readonly box: Box3
  readonly center: Vector3
  /** Of a sphere around `center` that holds the model; never 0. */
  readonly radius: number
  /** Points on the outline, seen from anywhere. */
  readonly points: readonly Vector3[]
  /** Nothing is drawn: the other fields stand for a model of size 1. */
  readonly isEmpty: boolean
}

/** The bounds of a tree as it stands. */
export function measureModel(root: Object3D): ModelBounds {
  return boundsOf(readPoints(root, findDrawnPoints(root)))
}

/** The box of every vertex of a tree as it stands, not of its outline alone. */
export function exactBox(root: Object3D): Box3 {
  root.updateMatrixWorld(true)
  return new Box3().setFromObject(root, true)
}

/**
 * The bounds of everything that a clip shows. `startsEmpty`: its first moment shows nothing, so the tree without the
 * clip is what stands still; it counts as well then. Leaves the tree as it was.
 */
export function measureClip(
  root: Object3D,
  { clip, moves }: ModelClip,
): { readonly bounds: ModelBounds; readonly startsEmpty: boolean } {
  const drawn = findDrawnPoints(root)
  const rest = readPoints(root, drawn)
  const mixer = new AnimationMixer(root)
  const action = mixer.clipAction(clip)
  const moments = Array.from({ length: moves ? MOMENTS : 1 }, (_none, moment) => {
    showMoment(mixer, action, (clip.duration * moment) / (MOMENTS - 1))
    return readPoints(root, drawn)
  })
  mixer.stopAllAction()
  mixer.uncacheRoot(root)
  const startsEmpty = boundsOf(moments[0]!).isEmpty
  return { bounds: boundsOf(startsEmpty ? [...moments.flat(), ...rest] : moments.flat()), startsEmpty }
}

function readPoints(root: Object3D, drawn: DrawnPoints): readonly Vector3[] {
  const points: Vector3[] = []
  root.updateMatrixWorld(true)
  drawn.read(points)
  return outerPoints(points.filter((point) => Number.isFinite(point.x + point.y + point.z)))
}

function boundsOf(points: readonly Vector3[]): ModelBounds {
  const box = new Box3().setFromPoints([...points])
  const center = box.getCenter(new Vector3())
  const radius = points.reduce((most, point) => Math.max(most, point.distanceTo(center)), 0)
  if (radius > 0) return { box, center, radius, points, isEmpty: false }
  const half = new Vector3(0.5, 0.5, 0.5)
  return {
    box: new Box3(center.clone().sub(half), center.clone().add(half)),
    center,
    radius: 1,
    points: [],
    isEmpty: true,
  }
}

/** The same with room for the edges of a box, which reach farther than the model in it. */
export function withEdges(bounds: ModelBounds, { min, max }: Box3): ModelBounds {
  const corners = [min.x, max.x].flatMap((x) =>
    [min.y, max.y].flatMap((y) => [min.z, max.z].map((z) => new Vector3(x, y, z))),
  )
  return { ...bounds, points: [...bounds.points, ...corners] }
}

/**
 * Distance from the centre of `bounds` at which all of its points are inside the picture, looking at the centre along
 * `direction` (from the centre to the camera).
 */
export function fitDistance(
  { center, points }: ModelBounds,
  direction: Vector3,
  fovDegrees: number,
  aspect: number,
): number {
  const vertical = Math.tan(MathUtils.degToRad(fovDegrees) / 2)
  const horizontal = vertical * aspect
  const forward = direction.clone().normalize()
  const worldUp = Math.abs(forward.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0)
  const right = new Vector3().crossVectors(worldUp, forward).normalize()
  const up = new Vector3().crossVectors(forward, right)
  const from = new Vector3()
  let distance = 0
  for (const point of points) {
    from.copy(point).sub(center)
    const depth = from.dot(forward)
    distance = Math.max(
      distance,
      depth + (Math.abs(from.dot(right)) * MARGIN) / horizontal,
      depth + (Math.abs(from.dot(up)) * MARGIN) / vertical,
    )
  }
  return distance
}
