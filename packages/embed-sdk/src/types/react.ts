/**
 * `<vectreal-scene>` in JSX of React 18.2 and 19. Types only; `import '@vectreal/embed-sdk/types/react'` once.
 *
 * React 19 sets properties and listens to `onload`, `onstatechange` and so on. React 18 writes attributes and listens to
 * none of them: there a `ref` and `addEventListener`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { SceneAttributes, SceneListeners, SceneProperties } from '../element/scene-attributes.js'
import type { VectrealSceneElement } from '../element/scene-element-api.js'

/** React listens to these on images and media alone. */
type Deaf = 'onLoad' | 'onError' | 'onProgress' | 'onPlaying'
type Own = SceneAttributes & SceneProperties & SceneListeners
type Inherited = DetailedHTMLProps<HTMLAttributes<VectrealSceneElement>, VectrealSceneElement>

/** Props of `<vectreal-scene>` in React. */
export type VectrealSceneProps = Own & Omit<Inherited, keyof Own | Deaf>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vectreal-scene': VectrealSceneProps
    }
  }
}
