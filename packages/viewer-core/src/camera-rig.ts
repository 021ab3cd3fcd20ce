/**
 * Where the viewer stands and where it is going: input, flights, limits and the automatic view that follows the shape
 * of the element. Values in, values out; nothing is drawn and no clock is read.
 */
import { MathUtils } from 'three'
import { fitView, type ModelBounds } from './frame-model.js'
import { clampPose, isSettled, mixPoses, type OrbitLimits, type OrbitPose } from './orbit-pose.js'
import type { ControlSettings } from '@vectreal/scene-format'

const FOV_DEGREES = 35
/** A little to the right and from above: shows three sides of a thing. */
const FIRST_VIEW = { azimuth: MathUtils.degToRad(30), polar: MathUtils.degToRad(75) } as const
/** From the target, while there is nothing to look at. */
const EMPTY_DISTANCE = 3
/** Time constant of the approach to where input points. */
const DAMPING_SECONDS = 0.08
const FLIGHT_SECONDS = 0.9

/** What the camera looks at, and through what. */
export interface CameraView {
  /** Null: nothing. */
  readonly bounds: ModelBounds | null
  /** Width by height of the picture. */
  readonly aspect: number
  readonly controls: ControlSettings
}

interface Flight {
  readonly from: OrbitPose
  readonly seconds: number
}

export interface CameraRig {
  /** Where the camera stands, or is on its way to. */
  readonly goal: OrbitPose
  /** Where it is now. */
  readonly shown: OrbitPose
  /** On the way to `goal` by itself; null: it follows input. */
  readonly flight: Flight | null
  /** The view is the automatic one, which follows the shape of the element and of the model. */
  readonly isFramed: boolean
}

/** What happens between two frames. */
export interface RigStep {
  readonly seconds: number
  /** The model turns by itself. */
  readonly turns: boolean
  /** For whoever asked for less motion: there at once. */
  readonly cuts: boolean
}

/** Stands still at `pose`; without one, in front of everything there is. */
export function createRig(view: CameraView, pose?: OrbitPose): CameraRig {
  return standAt(pose ?? framePose(view), pose === undefined)
}

export function standAt(pose: OrbitPose, isFramed: boolean): CameraRig {
  return { goal: pose, shown: pose, flight: null, isFramed }
}

/** The whole model in the picture, from the first side or from that of another pose. */
export function framePose({ bounds, aspect, controls }: CameraView, from = FIRST_VIEW): OrbitPose {
  const { azimuth, polar } = from
  const fit = bounds === null ? null : fitView(bounds, from, FOV_DEGREES, aspect, controls.autoRotate)
  return {
    target: fit?.target.toArray() ?? [0, 0, 0],
    azimuth,
    polar,
    distance: fit?.distance || EMPTY_DISTANCE,
    fovDegrees: FOV_DEGREES,
  }
}

export function limitsOf(view: CameraView): OrbitLimits {
  const { bounds, controls } = view
  const fit = bounds === null ? 1 : bounds.radius
  return {
    minDistance: controls.minDistance ?? fit * 0.4,
    maxDistance: controls.maxDistance ?? Math.max(fit * 12, framePose(view).distance * 2),
    minPolar: MathUtils.degToRad(controls.minPolarDegrees),
    maxPolar: MathUtils.degToRad(controls.maxPolarDegrees),
  }
}

/**
 * Input points somewhere: a flight ends where it is. Who turns the automatic view turns the model around its centre. The
 * same rig where the limits leave nothing to do.
 */
export function steer(rig: CameraRig, pose: OrbitPose, view: CameraView): CameraRig {
  const next = clampPose(pose, limitsOf(view))
  const goal = rig.flight === null ? rig.goal : rig.shown
  if (isSettled(next, goal)) return rig.flight === null ? rig : { ...rig, goal, flight: null }
  const isTurn = next.azimuth !== goal.azimuth || next.polar !== goal.polar
  const target = rig.isFramed && isTurn ? (view.bounds?.center.toArray() ?? next.target) : next.target
  return { ...rig, goal: { ...next, target }, flight: null, isFramed: false }
}

/** Starts on the way to a pose of the scene. `cuts`: is there at once. */
export function flyTo(
  rig: CameraRig,
  pose: OrbitPose,
  { isFramed, cuts }: { isFramed: boolean; cuts: boolean },
): CameraRig {
  return cuts
    ? standAt(pose, isFramed)
    : { goal: pose, shown: rig.shown, flight: { from: rig.shown, seconds: 0 }, isFramed }
}

/** The element or the model has another shape. `cuts`: the old view would show nothing useful on the way. */
export function reframe(rig: CameraRig, view: CameraView, cuts: boolean): CameraRig {
  if (!rig.isFramed) return rig
  const pose = framePose(view, rig.goal)
  if (cuts) return standAt(pose, true)
  // The same view is no move, which would cost a second frame.
  return isSettled(pose, rig.goal) ? rig : { ...rig, goal: pose }
}

/** One step; the same rig where nothing moves. */
export function stepRig(
  rig: CameraRig,
  { seconds, turns, cuts }: RigStep,
  degreesPerSecond: number,
): CameraRig {
  if (rig.flight !== null) return stepFlight(rig, rig.flight, cuts ? FLIGHT_SECONDS : seconds)
  const turned = turns ? turn(rig, MathUtils.degToRad(degreesPerSecond) * seconds) : rig
  const { goal, shown } = turned
  if (shown === goal || isSettled(shown, goal)) return shown === goal ? turned : { ...turned, shown: goal }
  const next = cuts ? goal : mixPoses(shown, goal, 1 - Math.exp(-seconds / DAMPING_SECONDS))
  return { ...turned, shown: isSettled(next, goal) ? goal : next }
}

/** Whether the camera is where it is going to. */
export function isAtRest({ goal, shown, flight }: CameraRig): boolean {
  return flight === null && shown === goal
}

function stepFlight(rig: CameraRig, { from, seconds: before }: Flight, step: number): CameraRig {
  const seconds = before + step
  const t = seconds / FLIGHT_SECONDS
  if (t >= 1) return { ...rig, shown: rig.goal, flight: null }
  return { ...rig, shown: mixPoses(from, rig.goal, t * t * (3 - 2 * t)), flight: { from, seconds } }
}

function turn(rig: CameraRig, angle: number): CameraRig {
  const goal = { ...rig.goal, azimuth: rig.goal.azimuth + angle }
  const shown = rig.shown === rig.goal ? goal : { ...rig.shown, azimuth: rig.shown.azimuth + angle }
  return { ...rig, goal, shown }
}
