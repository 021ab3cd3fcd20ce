/** The one copy of a model that a viewer shows: its tree in the world, its clip, and how much room it takes. */
import type { Object3D } from 'three'
import { measureModel, type ModelBounds } from './frame-model.js'
import type { LoadedModel, ModelInstance } from './loaded-model.js'
import { createPlayback, type Playback } from './playback.js'
import type { SceneSettings } from '@vectreal/scene-format'

export interface ShownModel {
  readonly instance: ModelInstance
  /** Null: there are no clips. */
  readonly playback: Playback | null
  /** Of what the clip shows, whatever moment it stands at. */
  readonly bounds: ModelBounds
  /**
   * Measures anew what had nothing to show: an animation or somebody from outside may have brought something. True: it
   * has something now.
   */
  lookAgain(): boolean
  dispose(): void
}

/** `onEnd`: a clip that is played once has ended. */
export function showModel(
  model: LoadedModel,
  world: Object3D,
  { variant, animation }: SceneSettings,
  onEnd: () => void,
): ShownModel {
  const instance = model.createInstance()
  if (variant !== null) instance.setVariant(variant)
  world.add(instance.root)
  const playback = instance.clips.length === 0 ? null : createPlayback(instance, animation, onEnd)
  let found: ModelBounds | null = null
  const bounds = (): ModelBounds => {
    const measured = instance.measure(playback?.clip ?? null).bounds
    return measured.isEmpty ? (found ?? measured) : measured
  }
  return {
    instance,
    playback,
    get bounds() {
      return bounds()
    },
    lookAgain() {
      if (!bounds().isEmpty) return false
      const now = measureModel(instance.root)
      if (now.isEmpty) return false
      found = now
      return true
    },
    dispose() {
      playback?.dispose()
      world.remove(instance.root)
      instance.release()
    },
  }
}
