/**
 * Finds the scene of a provider again. React throws away what a suspended first render made, so a scene that lived
 * only in a component would load anew with every try.
 */
import { createScene, type Scene, type SceneRequest } from '@vectreal/embed-sdk/scene'

/** A scene that no component ever held goes after this long. */
const UNCLAIMED_MS = 120_000

export interface KeptScene {
  readonly scene: Scene
  /** Loading goes on while somebody holds the scene. The result gives it back. */
  retain(): () => void
}

/** Who makes scenes: a test may put its own in. */
export const sceneMaker = { createScene }
export const keptScenes = new Map<string, KeptScene>()
const functionIds = new WeakMap<object, number>()
let functions = 0

export function keepScene(request: SceneRequest): KeptScene {
  // On a server every render is a request of its own: nothing is shared.
  if (typeof document === 'undefined')
    return { scene: sceneMaker.createScene(request), retain: () => () => {} }
  const { fetch, baseUrl, sceneId, apiKey } = request
  const id = [identify(fetch), String(baseUrl), sceneId, identify(apiKey)].join(' ')
  const known = keptScenes.get(id)
  if (known !== undefined) return known
  const scene = sceneMaker.createScene(request)
  let holders = 0
  const drop = (): void => {
    if (holders > 0) return
    keptScenes.delete(id)
    scene.dispose()
  }
  const unclaimed = setTimeout(drop, UNCLAIMED_MS)
  const made: KeptScene = {
    scene,
    retain() {
      clearTimeout(unclaimed)
      // A hidden Activity gives its scene back and may come again.
      keptScenes.set(id, made)
      holders += 1
      return () => {
        holders -= 1
        // React mounts twice in StrictMode, within one task: only a real end stops the load.
        setTimeout(drop, 0)
      }
    },
  }
  keptScenes.set(id, made)
  return made
}

function identify(value: unknown): string {
  if (typeof value !== 'function') return String(value ?? '')
  const id = functionIds.get(value) ?? (functions += 1)
  functionIds.set(value, id)
  return `function-${id}`
}
