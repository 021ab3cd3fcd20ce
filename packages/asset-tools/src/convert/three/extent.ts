/** How large a model is, and whether it stands where numbers suffice for it. */
import {
  type AnimationClip,
  Box3,
  type BufferGeometry,
  type KeyframeTrack,
  Matrix4,
  type Object3D,
  PropertyBinding,
  Vector3,
} from 'three'
import { describePlace, isFar, isTooFar } from './plain-numbers.js'

interface Extent {
  /** In the units of the outermost object. */
  readonly size: { readonly x: number; readonly y: number; readonly z: number }
  /** Its coordinates are too coarse for it. */
  readonly isCoarse: boolean
  /** Where it was, in words, if it stood far from the origin and was moved there. */
  readonly place: string | null
}

/** Parts that are far from the origin, and finely drawn around their own, are moved to it together. */
export function takeExtent(root: Object3D, clips: readonly AnimationClip[]): Extent {
  root.updateMatrixWorld(true)
  const box = new Box3().setFromObject(root)
  const extent = box.getSize(new Vector3())
  const middle = box.getCenter(new Vector3())
  // What turning adds to nothing.
  const [x = 0, y = 0, z = 0] = extent.toArray().map((length) => Math.round(length * 1e9) / 1e9)
  const size = { x, y, z }
  if (!isFar(middle, extent)) return { size, isCoarse: false, place: null }
  if (hasFarPoints(root)) return { size, isCoarse: isTooFar(middle, extent), place: null }
  shift(root, middle.clone().negate(), tracksByNode(clips))
  root.updateMatrixWorld(true)
  return { size, isCoarse: false, place: describePlace(middle) }
}

function hasFarPoints(root: Object3D): boolean {
  let areFar = false
  root.traverse((object) => {
    const { geometry } = object as Object3D & { geometry?: BufferGeometry }
    if (geometry === undefined) return
    geometry.computeBoundingBox()
    const box = geometry.boundingBox
    geometry.boundingBox = null
    areFar ||= box !== null && isFar(box.getCenter(new Vector3()), box.getSize(new Vector3()))
  })
  return areFar
}

/**
 * Moves what is in `object` by a way in the space of its parent, where it stands far away itself: two long ways that undo each
 * other lose what is between them in readers of 32 bits. Takes the tracks that it has moved out of `tracks`.
 */
function shift(object: Object3D, by: Vector3, tracks: Map<string, KeyframeTrack[]>): void {
  const names = [object.name, object.uuid]
  const own = names.flatMap((name) => tracks.get(name) ?? [])
  const isFarItself = object.position.length() * 2 >= by.length()
  const turn = new Matrix4().compose(new Vector3(), object.quaternion, object.scale)
  const isEnd = object.children.length === 0 || 'geometry' in object || turn.determinant() === 0
  if (isFarItself || isEnd || own.length > 0) {
    object.position.add(by)
    for (const { name, values } of own) {
      if (!name.endsWith('.position')) continue
      for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) + by.getComponent(at % 3)
    }
    for (const name of names) tracks.delete(name)
    return
  }
  const inside = by.clone().applyMatrix4(turn.invert())
  for (const child of object.children) shift(child, inside, tracks)
}

/** By the name or the id of what they move. */
function tracksByNode(clips: readonly AnimationClip[]): Map<string, KeyframeTrack[]> {
  const tracks = new Map<string, KeyframeTrack[]>()
  for (const track of clips.flatMap((clip) => clip.tracks)) {
    const { nodeName } = PropertyBinding.parseTrackName(track.name)
    tracks.set(nodeName, [...(tracks.get(nodeName) ?? []), track])
  }
  return tracks
}
