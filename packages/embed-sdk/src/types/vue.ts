/**
 * `<vectreal-scene>` in templates of Vue 3.3 and later. Types only; `import '@vectreal/embed-sdk/types/vue'` once. Attributes that
 * it does not have are refused where `vueCompilerOptions.strictTemplates` is on.
 */
import type { HTMLAttributes, ReservedProps } from 'vue'
import type { SceneAttributes, SceneProperties } from '../element/scene-attributes.js'
import type { SceneEventMap } from '../element/scene-element-api.js'

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name
/** `@ar-status` is the prop `onArStatus`. */
type Listeners = {
  [Type in keyof SceneEventMap as `on${Capitalize<Camel<Type>>}`]?: (event: SceneEventMap[Type]) => void
}
type Own = SceneAttributes & SceneProperties & Listeners

/** Props of `<vectreal-scene>` in Vue. */
export type VectrealSceneProps = Own & Omit<HTMLAttributes, keyof Own> & ReservedProps

declare module 'vue' {
  interface GlobalComponents {
    'vectreal-scene': new () => { $props: VectrealSceneProps }
  }
}
