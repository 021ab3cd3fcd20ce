/** Registers `<vectreal-scene>` in an application that bundles the SDK. Does nothing on a server. */
import { loadTexts } from '../scene/load-texts.js'
import { createSceneElement } from './scene-element.js'
import { VectrealError } from '../vectreal-error.js'

// Whoever imports this finds the element by its tag in the types of the document.
export type { SceneEventMap, VectrealSceneElement } from './scene-element-api.js'

if (globalThis.customElements !== undefined && customElements.get('vectreal-scene') === undefined) {
  customElements.define(
    'vectreal-scene',
    createSceneElement({
      baseUrl: null,
      loadRuntime: () => import('./element-runtime.js'),
      loadTexts,
      loadEngine: () => import('../scene/engine.js'),
      blocked: (cause) => new VectrealError('script_blocked', { cause }),
    }),
  )
}
