/** When a scene is loaded: shortly before it comes into view, at once, or when the visitor asks for it. */
import { isSentFor } from './phone-scene.js'

/** A scene is fetched shortly before it comes into view. */
const NEAR_VIEW = '200px'

/** `lazy`: shortly before it comes into view; `eager`: at once; `interaction`: when the visitor asks for it. */
export type Loading = 'lazy' | 'eager' | 'interaction'

/**
 * What is asked for, in this browser: visitors who save data are asked first, those who came for this scene have asked.
 * Anything unknown is `lazy`.
 */
export function resolveLoading(asked: unknown, sceneId: string): Loading {
  if (asked === 'eager' || isSentFor(sceneId)) return 'eager'
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  return asked === 'interaction' || connection?.saveData === true ? 'interaction' : 'lazy'
}

/** Calls `act` when the element is near. The result stops that. */
export function whenNear(element: Element, act: () => void): () => void {
  const sight = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) act()
    },
    { rootMargin: NEAR_VIEW },
  )
  sight.observe(element)
  return () => sight.disconnect()
}
