/** Finds where a camera has to stand to show a whole model, whatever its size and wherever its origin. */
import { AnimationMixer, Box3, MathUtils, type Object3D, Vector3 } from 'three'
import { type ModelClip, showMoment } from './clips.js'
import { type DrawnPoints, findDrawnPoints, outerPoints } from './drawn-points.js'

/** Room left around the model, as a share of the picture. */
const MARGIN = 1.06
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

export interface Framing {
  /** What the camera looks at. */
  readonly target: Vector3
  /** From the target. */
  readonly distance: number
}

/**
 * Where all points of `bounds` are inside the picture and as large as can be, looking along `direction` (from the
 * target to the camera). `around`: the target is the centre of the bounds, so that the model can be turned around it;
 * otherwise it is moved by what brings the outline into the middle of the picture.
 */
export function fitFraming(
  { center, points }: ModelBounds,
  direction: Vector3,
  { fovDegrees, aspect, around }: { fovDegrees: number; aspect: number; around: boolean },
): Framing {
  const vertical = Math.tan(MathUtils.degToRad(fovDegrees) / 2) / MARGIN
  const horizontal = vertical * aspect
  const forward = direction.clone().normalize()
  const worldUp = Math.abs(forward.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0)
  const right = new Vector3().crossVectors(worldUp, forward).normalize()
  const up = new Vector3().crossVectors(forward, right)
  const from = new Vector3()
  // How far each side of the picture has to reach, at the depth of the centre.
  const reach = { left: 0, right: 0, bottom: 0, top: 0 }
  for (const point of points) {
    from.copy(point).sub(center)
    const [x, y, depth] = [from.dot(right), from.dot(up), from.dot(forward)]
    reach.left = Math.max(reach.left, depth * horizontal - x)
    reach.right = Math.max(reach.right, depth * horizontal + x)
    reach.bottom = Math.max(reach.bottom, depth * vertical - y)
    reach.top = Math.max(reach.top, depth * vertical + y)
  }
  const distance = around
    ? Math.max(Math.max(reach.left, reach.right) / horizontal, Math.max(reach.bottom, reach.top) / vertical)
    : Math.max((reach.left + reach.right) / 2 / horizontal, (reach.bottom + reach.top) / 2 / vertical)
  const target = center.clone()
  if (!around) {
    target.addScaledVector(right, (reach.right - reach.left) / 2)
    target.addScaledVector(up, (reach.top - reach.bottom) / 2)
  }
  return { target, distance: distance || 3 }
}
