/** `<vectreal-scene>` in markup of Svelte 4 and 5. Types only; `import '@vectreal/embed-sdk/types/svelte'` once. */
import type { HTMLAttributes } from 'svelte/elements'
import type { SceneAttributes, SceneListeners, SceneProperties } from '../element/scene-attributes.js'
import type { SceneEventMap, VectrealSceneElement } from '../element/scene-element-api.js'

/** `on:load` of Svelte 4. */
type Directives = {
  [Type in keyof SceneEventMap as `on:${Type}`]?: ((event: SceneEventMap[Type]) => void) | null | undefined
}
type Own = SceneAttributes & SceneProperties & SceneListeners & Directives

/** Attributes of `<vectreal-scene>` in Svelte. */
export type VectrealSceneProps = Own & Omit<HTMLAttributes<VectrealSceneElement>, keyof Own>

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'vectreal-scene': VectrealSceneProps
  }
}
