/**
 * Finds the store of a scene again. React throws away what a suspended first render made, so a store that lived
 * only in a component would load the scene anew with every try.
 */
import { createSceneStore, type SceneSource } from './scene-store.js'
import type { SceneStore } from './scene-state.js'

/** A store that no component ever held goes after this long. */
const UNCLAIMED_MS = 120_000

const stores = new Map<string, SceneStore>()
const functionIds = new WeakMap<object, number>()
let functions = 0

export function findSceneStore(source: SceneSource): SceneStore {
  // On a server every render is a request of its own: nothing is shared.
  if (typeof document === 'undefined') return createSceneStore(source)
  const id = [identify(source.fetch), String(source.baseUrl), source.sceneId, identify(source.apiKey)].join(
    ' ',
  )
  const known = stores.get(id)
  if (known !== undefined) return known
  const forget = (): void => {
    if (stores.get(id) === store) stores.delete(id)
  }
  const made = createSceneStore(source, forget)
  const release = made.retain()
  const timer = setTimeout(release, UNCLAIMED_MS)
  const store: SceneStore = {
    ...made,
    retain() {
      const own = made.retain()
      clearTimeout(timer)
      release()
      return own
    },
  }
  stores.set(id, store)
  return store
}

function identify(value: unknown): string {
  if (typeof value !== 'function') return String(value ?? '')
  const id = functionIds.get(value) ?? (functions += 1)
  functionIds.set(value, id)
  return `function-${id}`
}
