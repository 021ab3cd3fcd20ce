/**
 * Pointer, wheel and keys of one surface, turned into orbit steps. A page is never trapped: one finger up or down
 * scrolls it, the wheel zooms only while the surface has focus or Ctrl is held, and not beyond the last zoom step.
 */
import type { OrbitActions } from './orbit-actions.js'
import { listenForKeys } from './orbit-keys.js'
import { listenForPointers } from './orbit-pointers.js'

const WHEEL_ZOOM = 0.0012
const PINCH_WHEEL_ZOOM = 0.01

/** The result ends it. */
export function listenForOrbit(surface: HTMLElement, actions: OrbitActions): () => void {
  const listening = new AbortController()
  const { signal } = listening
  listenForPointers(surface, actions, signal)
  listenForKeys(surface, actions, signal)
  surface.addEventListener('wheel', (event) => turnWheel(event, surface, actions), { signal, passive: false })
  return () => listening.abort()
}

function turnWheel(event: WheelEvent, surface: HTMLElement, actions: OrbitActions): void {
  if (!actions.enabled().zoom) return
  const isPinch = event.ctrlKey
  const hasFocus = surface.contains((surface.getRootNode() as Document | ShadowRoot).activeElement)
  if (!isPinch && !hasFocus) {
    actions.hintScroll()
    return
  }
  const lines = event.deltaMode === 1 ? 33 : event.deltaMode === 2 ? 400 : 1
  const factor = Math.exp(event.deltaY * lines * (isPinch ? PINCH_WHEEL_ZOOM : WHEEL_ZOOM))
  // At the last step the page scrolls on.
  if (actions.zoom(factor) || isPinch) event.preventDefault()
}
