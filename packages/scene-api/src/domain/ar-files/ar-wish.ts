/** Which files for AR a scene needs: of which model, and how it shows it. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { SceneWithBlobs } from '../scenes/present-scene.js'
import type { ArWish } from '../../work/ar-files.js'
import { resolveSceneSettings } from '../../schemas/scene-settings.js'

type ShownSettings = Pick<SceneSettings, 'ar' | 'dimensions' | 'variant'>

export const arWishOf = (model: ArWish['model'], { ar, dimensions, variant }: ShownSettings): ArWish => ({
  model: { sha256: model.sha256, bytes: model.bytes },
  usdzKind: ar.placement === 'wall' ? 'usdz_wall' : 'usdz_floor',
  metresPerUnit: dimensions.metresPerUnit,
  variant: variant ?? '',
})

/** Null: there is no model yet. */
export function arWishOfScene({ scene, model, delivered }: SceneWithBlobs): ArWish | null {
  const shown = delivered ?? model
  return shown && arWishOf(shown, resolveSceneSettings(scene.settings))
}

/** The same for wishes that the same files fulfil. */
export const keyOfWish = ({ model, usdzKind, metresPerUnit, variant }: ArWish): string =>
  JSON.stringify([model.sha256, usdzKind, metresPerUnit, variant])
