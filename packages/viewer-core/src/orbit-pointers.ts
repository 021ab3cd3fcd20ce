/** Fingers and mouse buttons on a surface: one turns, two zoom and move; the right button or Shift moves. */
import type { OrbitActions } from './orbit-actions.js'

const TURN_PER_HEIGHT = Math.PI
/** Pixels a pointer may move and still count as a press. */
const PRESS_SLOP = 5

interface Point {
  readonly x: number
  readonly y: number
}

export function listenForPointers(surface: HTMLElement, actions: OrbitActions, signal: AbortSignal): void {
  /** Those that are down, where they were last. */
  const pointers = new Map<number, Point>()
  let moved = 0

  const leaveScrolling = (): void => {
    const { orbit, zoom, pan } = actions.enabled()
    surface.style.touchAction = orbit || zoom || pan ? 'pan-y' : 'auto'
  }
  const press = (event: PointerEvent): void => {
    leaveScrolling()
    if (isControl(event.target) || (event.pointerType === 'mouse' && event.button > 2)) return
    if (pointers.size === 0) moved = 0
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    surface.setPointerCapture(event.pointerId)
  }
  const release = ({ pointerId }: PointerEvent): void => void pointers.delete(pointerId)
  const move = (event: PointerEvent): void => {
    const last = pointers.get(event.pointerId)
    if (last === undefined) return
    // A release that never came: over a dialog, a dragged file, another window.
    if (event.buttons === 0) {
      release(event)
      return
    }
    moved += Math.abs(event.clientX - last.x) + Math.abs(event.clientY - last.y)
    if (moved < PRESS_SLOP) return
    const others = [...pointers].filter(([id]) => id !== event.pointerId)
    drag(event, last, others.length === 1 ? others[0]![1] : null, surface.clientHeight || 1, actions)
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  leaveScrolling()
  surface.addEventListener('pointerdown', press, { signal })
  surface.addEventListener('pointermove', move, { signal })
  // `pointercancel`: the browser has taken the touch over to scroll the page.
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    surface.addEventListener(end, release, { signal })
  }
  surface.addEventListener('contextmenu', (event) => actions.enabled().pan && event.preventDefault(), {
    signal,
  })
}

/** `other`: the finger that rests meanwhile. */
function drag(
  event: PointerEvent,
  last: Point,
  other: Point | null,
  height: number,
  actions: OrbitActions,
): void {
  const { orbit, zoom, pan } = actions.enabled()
  const dx = event.clientX - last.x
  const dy = event.clientY - last.y
  if (other !== null) {
    const before = Math.hypot(last.x - other.x, last.y - other.y) || 1
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y) || 1
    if (zoom) actions.zoom(before / after)
    if (pan) actions.pan(dx / 2 / height, -dy / 2 / height)
  } else if (event.buttons & 2 || event.shiftKey) {
    if (pan) actions.pan(dx / height, -dy / height)
  } else if (orbit) {
    actions.turn((-dx / height) * TURN_PER_HEIGHT, (-dy / height) * TURN_PER_HEIGHT)
  }
}

/** Buttons inside the surface (hotspots, play) keep their own presses. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, select') !== null
}
