/** The one camera of a viewer over time: keeps the rig, tells of changes and of rest. */
import {
  type CameraView,
  createRig,
  flyTo,
  framePose,
  isAtRest,
  limitsOf,
  reframe,
  standAt,
  steer,
  stepRig,
} from './camera-rig.js'
import { clampPose, type OrbitPose } from './orbit-pose.js'

interface CameraControlOptions {
  /** Starts there; absent: in front of everything. */
  readonly pose: OrbitPose | undefined
  /** What there is to look at now. */
  readonly view: () => CameraView
  /** Whoever asked for less motion is there at once. */
  readonly cuts: () => boolean
  /** Input has moved it, so the viewer is in use. */
  onInput(): void
  /** The view has changed and come to rest. */
  onRest(pose: OrbitPose): void
}

export interface CameraControl {
  /** Where the camera stands, or is on its way to. */
  readonly goal: OrbitPose
  readonly shown: OrbitPose
  /** Follows input. False: the limits leave no step in that direction. */
  steer(pose: OrbitPose): boolean
  /** On the way by itself; `cuts`: there at once. Null: the whole model. */
  flyTo(pose: OrbitPose | null, cuts: boolean): void
  /** Is there, within the limits. */
  stand(pose: OrbitPose): void
  /** Another model: nothing of the old view counts. */
  start(pose: OrbitPose | null): void
  /** The element or the model has another shape. */
  reframe(cuts: boolean): void
  /** Settings may have drawn the limits closer. */
  keepLimits(): void
  /** True while there is another step to come. */
  step(seconds: number, turns: boolean): boolean
  /** The view of a picture of another shape: the automatic one fits it as it fits the element. */
  poseFor(aspect: number): OrbitPose
}

export function createCameraControl({
  pose,
  view,
  cuts,
  onInput,
  onRest,
}: CameraControlOptions): CameraControl {
  let rig = createRig(view(), pose)

  const control: CameraControl = {
    get goal() {
      return rig.goal
    },
    get shown() {
      return rig.shown
    },
    steer(next) {
      const before = rig
      rig = steer(rig, next, view())
      if (rig === before) return false
      onInput()
      return true
    },
    flyTo(next, isCut) {
      rig = flyTo(rig, next ?? framePose(view()), { isFramed: next === null, cuts: isCut || cuts() })
      if (isAtRest(rig)) onRest(rig.goal)
    },
    stand(next) {
      rig = standAt(clampPose(next, limitsOf(view())), false)
    },
    start(next) {
      rig = standAt(next ?? framePose(view()), next === null)
    },
    reframe(isCut) {
      rig = reframe(rig, view(), isCut)
    },
    keepLimits() {
      if (rig.flight === null) control.steer(rig.goal)
    },
    step(seconds, turns) {
      const before = rig
      const { autoRotateDegreesPerSecond } = view().controls
      rig = stepRig(rig, { seconds, turns, cuts: cuts() }, autoRotateDegreesPerSecond)
      if (isAtRest(rig) && !isAtRest(before)) onRest(rig.goal)
      return rig !== before
    },
    poseFor(aspect) {
      return rig.isFramed && isAtRest(rig) ? framePose({ ...view(), aspect }, rig.shown) : rig.shown
    },
  }
  return control
}
