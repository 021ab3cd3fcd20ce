/** Where the viewer stands: on a sphere around a target. The arithmetic of orbiting, without input or drawing. */
import { MathUtils, type PerspectiveCamera, Spherical, Vector3 } from 'three'

/**
 * Where the camera stands: on a sphere around a target. Angles in radians, lengths in the model's own units.
 */
export interface OrbitPose {
  /** The point that is looked at. */
  readonly target: readonly [number, number, number]
  /** Around the vertical axis; 0 looks at the front (+z). */
  readonly azimuth: number
  /** From straight above (0) to straight below (pi). */
  readonly polar: number
  /** From the target. */
  readonly distance: number
  /** Vertical field of view. */
  readonly fovDegrees: number
  /** Parallel lines stay parallel: everything is as large as at the distance of the target. Absent: perspective. */
  readonly orthographic?: boolean | undefined
}

export interface OrbitLimits {
  readonly minDistance: number
  readonly maxDistance: number
  readonly minPolar: number
  readonly maxPolar: number
}

/** Straight up and down have no azimuth. */
const POLE = 0.001
const SETTLED = 1e-4

export function clampPose(pose: OrbitPose, limits: OrbitLimits): OrbitPose {
  return {
    ...pose,
    polar: MathUtils.clamp(
      pose.polar,
      Math.max(limits.minPolar, POLE),
      Math.min(limits.maxPolar, Math.PI - POLE),
    ),
    distance: MathUtils.clamp(pose.distance, limits.minDistance, limits.maxDistance),
  }
}

export function poseOf(position: Vector3, target: Vector3, fovDegrees: number): OrbitPose {
  const { theta, phi, radius } = new Spherical().setFromVector3(position.clone().sub(target))
  return { target: target.toArray(), azimuth: theta, polar: phi, distance: radius || 1, fovDegrees }
}

/** From the target towards the camera. */
export function directionOf({ azimuth, polar }: Pick<OrbitPose, 'azimuth' | 'polar'>): Vector3 {
  return new Vector3().setFromSphericalCoords(1, polar, azimuth)
}

/** The three directions of a picture: to its right, upwards, and towards the camera. */
export function axesOf(
  view: Pick<OrbitPose, 'azimuth' | 'polar'>,
): Record<'right' | 'up' | 'forward', Vector3> {
  const forward = directionOf(view)
  const right = new Vector3(Math.cos(view.azimuth), 0, -Math.sin(view.azimuth))
  return { right, up: forward.clone().cross(right), forward }
}

export function applyPose(pose: OrbitPose, camera: PerspectiveCamera): void {
  const target = new Vector3(...pose.target)
  camera.position.copy(directionOf(pose)).multiplyScalar(pose.distance).add(target)
  camera.up.set(0, 1, 0)
  camera.lookAt(target)
  camera.fov = pose.fovDegrees
}

/** Moves the target in the plane of the picture, by shares of the picture's height. */
export function panPose(pose: OrbitPose, right: number, up: number): OrbitPose {
  const height = 2 * Math.tan(MathUtils.degToRad(pose.fovDegrees) / 2) * pose.distance
  const axes = axesOf(pose)
  const target = new Vector3(...pose.target)
    .addScaledVector(axes.right, -right * height)
    .addScaledVector(axes.up, -up * height)
  return { ...pose, target: target.toArray() }
}

/** A share `t` of the way, by the shorter way round. The projection stays that of `from`. */
export function mixPoses(from: OrbitPose, to: OrbitPose, t: number): OrbitPose {
  const turn = shortestTurn(from.azimuth, to.azimuth)
  const mix = (a: number, b: number) => a + (b - a) * t
  return {
    target: [
      mix(from.target[0], to.target[0]),
      mix(from.target[1], to.target[1]),
      mix(from.target[2], to.target[2]),
    ],
    azimuth: from.azimuth + turn * t,
    polar: mix(from.polar, to.polar),
    // Zooming feels even when each step multiplies.
    distance: Math.exp(mix(Math.log(from.distance), Math.log(to.distance))),
    fovDegrees: mix(from.fovDegrees, to.fovDegrees),
    orthographic: from.orthographic,
  }
}

/** Whether the eye would not tell the two apart. */
export function isSettled(a: OrbitPose, b: OrbitPose): boolean {
  const step = Math.hypot(a.target[0] - b.target[0], a.target[1] - b.target[1], a.target[2] - b.target[2])
  return (
    step < SETTLED * b.distance &&
    Math.abs(shortestTurn(a.azimuth, b.azimuth)) < SETTLED &&
    Math.abs(a.polar - b.polar) < SETTLED &&
    Math.abs(a.distance - b.distance) < SETTLED * b.distance &&
    Math.abs(a.fovDegrees - b.fovDegrees) < 0.01 &&
    (a.orthographic === true) === (b.orthographic === true)
  )
}

function shortestTurn(from: number, to: number): number {
  return MathUtils.euclideanModulo(to - from + Math.PI, 2 * Math.PI) - Math.PI
}
