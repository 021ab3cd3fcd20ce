/** The settings that a view is drawn with: the scene's, and over them what the page says. */
import { fillSettings, type SceneSettings } from '@vectreal/scene-format'
import type { SceneManifest } from '@vectreal/scene-format'
import type { SceneOverrides } from './ports.js'

/** The settings a scene is shown with: what the page says, else what the manifest says, else the defaults. */
export function settingsOf(manifest: SceneManifest | null, overrides: SceneOverrides): SceneSettings {
  const { alt, autoRotate, cameraControls, camera, variant, settings } = overrides
  const moves = cameraControls ?? null
  return fillSettings(manifest?.settings, settings, {
    ...(camera === undefined ? {} : { initialCamera: camera }),
    ...(variant === undefined ? {} : { variant }),
    ...(alt === undefined || alt === null ? {} : { alt }),
    controls: {
      ...(autoRotate === undefined || autoRotate === null ? {} : { autoRotate }),
      ...(moves === null ? {} : { orbit: moves, zoom: moves, pan: moves }),
    },
  })
}
