/** The named cameras of a scene: those of its settings, then those of the file. */
import {
  type Camera,
  MathUtils,
  OrthographicCamera,
  PerspectiveCamera,
  PropertyBinding,
  Vector3,
} from 'three'
import type { ModelBounds } from './frame-model.js'
import type { ModelInstance } from './loaded-model.js'
import { type OrbitPose, poseOf } from './orbit-pose.js'
import type { CameraSettings } from '@vectreal/scene-format'

/** For cameras without a field of view: parallel ones are as wide at every distance. */
const FOV_DEGREES = 35

interface Shown {
  readonly instance: ModelInstance
  readonly bounds: ModelBounds
}

export function cameraNames(settings: readonly CameraSettings[], shown: Shown | null): string[] {
  return [...new Set([...settings, ...(shown?.instance.cameras ?? [])].map(({ name }) => name))]
}

/** Null: there is no such camera, or its model is not there yet. */
export function cameraPose(
  name: string,
  settings: readonly CameraSettings[],
  shown: Shown | null,
): OrbitPose | null {
  const set = settings.find((one) => one.name === name)
  if (set !== undefined)
    return poseOf(new Vector3(...set.position), new Vector3(...set.target), set.fovDegrees)
  const inFile = shown?.instance.cameras ?? []
  const found =
    inFile.find((one) => one.name === name) ??
    // Settings may have been saved with three's spelling of a name.
    inFile.find((one) => PropertyBinding.sanitizeNodeName(one.name) === name)
  return found === undefined || shown === null ? null : poseOfCamera(found.camera, shown.bounds)
}

/** A camera of the file has no target: it looks at what is as deep as the middle of the model. */
function poseOfCamera(camera: Camera, { center, radius }: ModelBounds): OrbitPose {
  const position = camera.getWorldPosition(new Vector3())
  const forward = camera.getWorldDirection(new Vector3())
  const depth = Math.max(center.clone().sub(position).dot(forward), radius * 0.1)
  const target = position.clone().addScaledVector(forward, depth)
  if (camera instanceof OrthographicCamera) {
    const distance = camera.top / Math.tan(MathUtils.degToRad(FOV_DEGREES) / 2)
    return { ...poseOf(position, target, FOV_DEGREES), distance, orthographic: true }
  }
  return poseOf(position, target, camera instanceof PerspectiveCamera ? camera.fov : FOV_DEGREES)
}
