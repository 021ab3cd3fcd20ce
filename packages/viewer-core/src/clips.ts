/** The animations of a file, bound to the objects of one tree by their place in it and not by their names. */
import {
  AnimationClip,
  type AnimationAction,
  type AnimationMixer,
  type KeyframeTrack,
  type Object3D,
} from 'three'
import type { GLTF } from 'three/addons/loaders/GLTFLoader.js'
import { distinctNames } from './file-tree.js'

/** Below this share of the largest value a change is rounding. */
const STILL = 1e-6

/** One animation of one tree. */
export interface ModelClip {
  /** Unlike the name of every other clip of the model. */
  readonly name: string
  readonly clip: AnimationClip
  /** False: every moment of it looks the same. */
  readonly moves: boolean
}

/** How three marks the cubic splines of glTF. */
interface MaybeSpline {
  readonly createInterpolant?: { readonly isInterpolantFactoryMethodGLTFCubicSpline?: boolean }
}

interface BoundTrack {
  readonly track: KeyframeTrack
  /** Place in the list of objects. */
  readonly object: number
  readonly property: string
}

export interface FileClips {
  readonly names: readonly string[]
  /** `objects`: those of one copy of the tree, in the order of the original's. */
  bind(objects: readonly Object3D[]): ModelClip[]
}

export function readClips({ animations }: GLTF, objects: readonly Object3D[]): FileClips {
  const names = distinctNames(animations.map(({ name }) => name))
  const places = new Map<string, number>()
  for (const [index, { name, uuid }] of objects.entries()) {
    const key = name || uuid
    if (!places.has(key)) places.set(key, index)
  }
  const files = animations.map(({ duration, tracks }) => {
    const bound = tracks.flatMap((track) => bindTrack(track, places))
    return { duration, bound, moves: duration > 0 && bound.some(({ track }) => isMoving(track)) }
  })
  return {
    names,
    bind: (own) =>
      files.map(({ duration, bound, moves }, index) => {
        const tracks = bound.map(({ track, object, property }) =>
          renamed(track, `${own[object]!.uuid}.${property}`),
        )
        return { name: names[index]!, clip: new AnimationClip(names[index]!, duration, tracks), moves }
      }),
  }
}

/** Shows one moment of a clip without playing it. */
export function showMoment(mixer: AnimationMixer, action: AnimationAction, seconds: number): void {
  action.reset().play()
  action.time = seconds
  mixer.update(0)
}

/** Empty for a track of an object that is not in the scene. */
function bindTrack(track: KeyframeTrack, places: ReadonlyMap<string, number>): BoundTrack[] {
  const dot = track.name.lastIndexOf('.')
  const object = places.get(track.name.slice(0, dot))
  return object === undefined ? [] : [{ track, object, property: track.name.slice(dot + 1) }]
}

/** The same keyframes for another object, without a copy of their numbers. */
function renamed(track: KeyframeTrack, name: string): KeyframeTrack {
  return Object.assign(Object.create(Object.getPrototypeOf(track) as object), track, {
    name,
  }) as KeyframeTrack
}

function isMoving({ times, values, createInterpolant }: KeyframeTrack & MaybeSpline): boolean {
  const stride = values.length / times.length
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const isSpline = createInterpolant?.isInterpolantFactoryMethodGLTFCubicSpline === true
  return values.some((value, index) => {
    // A spline has each value between two tangents; between equal values only those can bend it.
    const part = index % stride
    const isTangent = isSpline && (part < stride / 3 || part >= (stride * 2) / 3)
    return Math.abs(value - (isTangent ? 0 : values[part]!)) > largest * STILL
  })
}
