/** The picture of a scene until its model is drawn. One that is behind the key is fetched with it. */
import { publicPosterUrl } from '../client.js'
import type { SceneManifest } from '@vectreal/scene-format'
import type { Scene } from './create-scene.js'
import { manifestOf } from './states.js'

/** Shows the poster of each manifest that the scene gets. The result ends that and frees the picture. */
export function loadPoster(scene: Scene, show: (url: string | null) => void): () => void {
  let shown: SceneManifest['poster'] = null
  let release = (): void => {}

  function follow(): void {
    const manifest = manifestOf(scene.getState())
    // While a new load has no manifest yet, the old picture stands.
    if (manifest === null || manifest.poster?.url === shown?.url) return
    release()
    shown = manifest.poster
    release = loadOne(scene, manifest, show)
  }

  const stop = scene.subscribe(follow)
  follow()
  return () => {
    stop()
    release()
  }
}

function loadOne(scene: Scene, manifest: SceneManifest, show: (url: string | null) => void): () => void {
  const controller = new AbortController()
  let own: string | null = null
  const load = async (): Promise<void> => {
    const address = publicPosterUrl(manifest, scene.client.baseUrl)
    if (address !== null) return show(address)
    const picture = await scene.client.loadPoster(manifest, { signal: controller.signal })
    if (picture === null || controller.signal.aborted) return
    own = URL.createObjectURL(picture)
    show(own)
  }
  // A scene without its poster is still a scene; what is wrong shows with the model.
  load().catch(() => {})
  return () => {
    controller.abort()
    if (own !== null) URL.revokeObjectURL(own)
  }
}
