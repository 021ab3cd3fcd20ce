/** The toolbar of a view, which comes in a chunk of its own where a scene or page asks for it. */
import { DEFAULT_SCENE_SETTINGS, type SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel, Viewer } from '@vectreal/viewer-core'
import type { Toolbar } from '../toolbar/index.js'
import type { ArControl } from '../toolbar/context.js'
import type { Scene } from './create-scene.js'
import { isSentFor, phoneFragment } from './phone-scene.js'
import type { Engine, SceneSurface } from './ports.js'

export interface SceneToolbar {
  update(settings: SceneSettings): void
  dispose(): void
}

/** Without its code, or where nothing asks for it, there is none. `name`: of the scene. */
export function createSceneToolbar(
  surface: SceneSurface,
  scene: Scene,
  { adoptSheet, loadArSession }: Engine,
  viewer: Viewer,
  model: LoadedModel,
  name: string,
): SceneToolbar {
  let toolbar: Toolbar | null = null
  let latest: SceneSettings = DEFAULT_SCENE_SETTINGS
  let offersAr = false
  let isDisposed = false

  async function open(settings: SceneSettings): Promise<void> {
    const { host, messages = {}, nonce, frame = host } = surface
    const [{ createToolbar, DEFAULT_TOOLBAR_TEXTS }, swatches] = await Promise.all([
      import('../toolbar/index.js'),
      viewer.swatches(),
    ])
    const ar = settings.ar.enabled ? await createAr() : null
    if (isDisposed || toolbar !== null) return
    offersAr = ar !== null
    toolbar = createToolbar(
      {
        host,
        frame,
        viewer,
        swatches,
        clips: model.clips,
        name,
        adopt: (element, css) => adoptSheet(element, css, nonce),
        ar,
        texts: { ...DEFAULT_TOOLBAR_TEXTS, ...messages.toolbar },
        language: host.lang,
        isRightToLeft: host.dir === 'rtl',
      },
      latest,
    )
  }

  async function createAr(): Promise<ArControl> {
    const { createArControl } = await import('../ar/index.js')
    return createArControl({
      scene,
      surface,
      model,
      name,
      phoneFragment: phoneFragment(scene.sceneId),
      isSentFor: isSentFor(scene.sceneId),
      settings: () => latest,
      loadSession: loadArSession,
    })
  }

  return {
    update(settings) {
      latest = settings
      if (toolbar !== null && offersAr !== settings.ar.enabled) {
        toolbar.dispose()
        toolbar = null
      }
      if (toolbar !== null) toolbar.update(settings)
      // The picture stands without it; the next change tries again.
      else if (settings.toolbar !== null) open(settings).catch(() => {})
    },
    dispose() {
      isDisposed = true
      toolbar?.dispose()
    },
  }
}
