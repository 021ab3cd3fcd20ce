/** Registers `<vectreal-scene>` in an application that bundles the SDK. Does nothing on a server. */
import { createSceneElement } from './scene-element.js'
import { VectrealError } from '../vectreal-error.js'

if (globalThis.customElements !== undefined && customElements.get('vectreal-scene') === undefined) {
  customElements.define(
    'vectreal-scene',
    createSceneElement({
      baseUrl: null,
      loadRuntime: () => import('./element-runtime.js'),
      loadEngine: () => import('../scene/engine.js'),
      blocked: (cause) => new VectrealError('script_blocked', { cause }),
    }),
  )
}
