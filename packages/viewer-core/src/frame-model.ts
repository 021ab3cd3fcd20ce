/** Finds where a camera has to stand to show a whole model, whatever its size and wherever its origin. */
import { AnimationMixer, Box3, MathUtils, type Object3D, Vector3 } from 'three'
import { type ModelClip, showMoment } from './clips.js'
import { type DrawnPoints, findDrawnPoints, outerPoints } from './drawn-points.js'
import { axesOf, type OrbitPose } from './orbit-pose.js'

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

/** Where to look, and from how far. */
interface Fit {
  readonly target: Vector3
  readonly distance: number
}

/**
 * How all points of `bounds` are inside the picture, seen from `side`. What is near
 * looks larger than what is far, so that the middle of the picture is seldom that of the model. `isCentred`: it is all
 * the same, for a model that turns around its centre.
 */
export function fitView(
  { center, points }: ModelBounds,
  side: Pick<OrbitPose, 'azimuth' | 'polar'>,
  fovDegrees: number,
  aspect: number,
  isCentred: boolean,
): Fit {
  const vertical = Math.tan(MathUtils.degToRad(fovDegrees) / 2) / MARGIN
  const { right, up, forward } = axesOf(side)
  const from = new Vector3()
  const target = center.clone()
  let distance = 0
  // Across and upright, `slope` wide for each unit of distance.
  for (const [axis, slope] of [
    [right, vertical * aspect],
    [up, vertical],
  ] as const) {
    // Where the two edges of the picture cross the plane of the centre, at least.
    let low = 0
    let high = 0
    for (const point of points) {
      const across = from.copy(point).sub(center).dot(axis)
      const nearer = from.dot(forward) * slope
      high = Math.max(high, nearer + across)
      low = Math.max(low, nearer - across)
    }
    if (isCentred) high = low = Math.max(high, low)
    distance = Math.max(distance, (high + low) / 2 / slope)
    target.addScaledVector(axis, (high - low) / 2)
  }
  return { target, distance }
}
