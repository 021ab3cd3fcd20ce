/** What a reader gets and makes. */
import { type AnimationClip, Group, type Object3D } from 'three'
import type { Unit } from '../units.js'

/** The file, and those that it names. */
export interface SceneSource {
  readonly name: string
  readonly bytes: Uint8Array
  /** Text of a file that the model names; null: not among the files. */
  readText(reference: string): string | null
}

export interface Stage {
  readonly root: Object3D & { animations?: AnimationClip[] }
  /** What the file has and glTF, or the reader, has not. */
  readonly lost?: readonly string[]
  /** What the file names and does not have. */
  readonly missing?: readonly string[]
  /** What one unit is, where the file says it in words. */
  readonly unit?: Unit | null
  /** The file could say its unit, and does not. */
  readonly isUnitAssumed?: boolean
}

/** A loader's own root keeps the turn and scale that it set; the world is above it. */
export function below(root: Object3D, scale: number): Group {
  const group = new Group()
  group.name = root.name
  group.add(root)
  group.scale.setScalar(scale)
  return group
}
