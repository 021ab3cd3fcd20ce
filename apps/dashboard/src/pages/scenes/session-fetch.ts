/**
 * Lets the real viewer show a scene that nobody has published and for which there is no key: its two requests go to the
 * management API under the session instead. Nothing else of the viewer knows the difference.
 */
import type { SceneManifest } from '@vectreal/embed-sdk'
import { findScene, modelUrl } from '../../api/scenes'
import type { Scene } from '../../api/types'

/** What the viewer sends as its key; it never leaves the page. */
export const NO_KEY = 'session'

export function createSessionFetch(organizationId: string, sceneId: string): typeof fetch {
  return async (input, init) => {
    const { pathname } = new URL(String(input))
    if (pathname.endsWith('/model')) {
      return fetch(modelUrl(organizationId, sceneId), {
        credentials: 'same-origin',
        ...(init?.signal ? { signal: init.signal } : {}),
      })
    }
    const scene = await findScene(organizationId, sceneId, init?.signal ?? undefined)
    return Response.json(manifestOf(scene))
  }
}

function manifestOf({ id, projectId, name, version, updatedAt, model, settings }: Scene): SceneManifest {
  if (model === null) throw new TypeError('a scene without a model has no manifest')
  const url = new URL(`/api/scenes/${id}/model`, window.location.origin).href
  return { id, projectId, name, version, updatedAt, model: { ...model, url }, poster: null, settings }
}
