/** The settings that a view is drawn with: the scene's, and over them what the page says. */
import { fillSettings, type SceneSettings } from '@vectreal/scene-format'
import type { SceneManifest } from '@vectreal/scene-format'
import type { SceneOverrides } from './ports.js'
import { parseToolbar } from './toolbar-wish.js'

/** The settings a scene is shown with: what the page says, else what the manifest says, else the defaults. */
export function settingsOf(manifest: SceneManifest | null, overrides: SceneOverrides): SceneSettings {
  const { alt, autoRotate, cameraControls, camera, variant, settings } = overrides
  const ar = overrides.ar ?? null
  const moves = cameraControls ?? null
  const toolbar = parseToolbar(overrides.toolbar)
  const filled = fillSettings(manifest?.settings, settings, {
    ...(camera === undefined ? {} : { initialCamera: camera }),
    ...(variant === undefined ? {} : { variant }),
    ...(toolbar === undefined ? {} : { toolbar }),
    ...(ar === null ? {} : { ar: { enabled: ar } }),
    ...(alt === undefined || alt === null ? {} : { alt }),
    controls: {
      ...(autoRotate === undefined || autoRotate === null ? {} : { autoRotate }),
      ...(moves === null ? {} : { orbit: moves, zoom: moves, pan: moves }),
    },
  })
  // AR has a button even where nothing else has.
  return filled.toolbar === null && filled.ar.enabled ? { ...filled, toolbar: ['ar'] } : filled
}
