/** Where a model goes in a room: pure sums, in metres, y up. */
import { type Box3, Vector3 } from 'three'
import type { ArSettings } from '@vectreal/scene-format'

type Placement = ArSettings['placement']

/** How far from upright a floor may lean, and a wall from vertical: about 25 degrees. */
const MAX_LEAN = 0.42
/** Where no surface is found: on a table, at arm's length and a half. */
const IN_FRONT = { distance: 1.2, below: 0.4 }
const SCALES = { least: 0.1, most: 10 }
/** What of a model can be seen from where somebody stands, and seen at all, in metres. */
const SEEN = { least: 0.05, most: 3 }

/** Whether a surface with this normal is one that the model can stand on, or hang at. */
export function suits(normal: Vector3, placement: Placement): boolean {
  return placement === 'floor' ? normal.y > 1 - MAX_LEAN ** 2 / 2 : Math.abs(normal.y) < MAX_LEAN
}

/** What moves the model so that the middle of its foot, or of its back, is the origin. */
export function originOf(box: Box3, placement: Placement): Vector3 {
  const middle = box.getCenter(new Vector3())
  return placement === 'floor'
    ? new Vector3(-middle.x, -box.min.y, -middle.z)
    : new Vector3(-middle.x, -middle.y, -box.min.z)
}

/** A place before somebody who stands at `eye` and looks along `direction`. */
export function placeInFront(eye: Vector3, direction: Vector3, placement: Placement): Vector3 {
  const ahead = new Vector3(direction.x, 0, direction.z)
  if (ahead.lengthSq() < 1e-6) ahead.set(0, 0, -1)
  const place = eye.clone().addScaledVector(ahead.normalize(), IN_FRONT.distance)
  if (placement === 'floor') place.y -= IN_FRONT.below
  return place
}

/** The turn about the vertical that shows the front of a model at `place` to `eye`, in radians. */
export function turnTo(eye: Vector3, place: Vector3): number {
  return Math.atan2(eye.x - place.x, eye.z - place.z)
}

/** The turn about the vertical of a thing that hangs at a wall with this normal, in radians. */
export const turnOfWall = (normal: Vector3): number => Math.atan2(normal.x, normal.z)

/**
 * The scale at which a model is placed, so many units of the file long. Its real size; where visitors may change that, one
 * that they can find and step around.
 */
export function startScale(longest: number, metresPerUnit: number, scale: ArSettings['scale']): number {
  const metres = longest * metresPerUnit
  if (scale === 'fixed' || !(metres > 0)) return metresPerUnit
  return (metresPerUnit * Math.min(SEEN.most, Math.max(SEEN.least, metres))) / metres
}

/** Of what it was placed at. */
export const limitScale = (scale: number): number => Math.min(SCALES.most, Math.max(SCALES.least, scale))
