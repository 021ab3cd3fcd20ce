/**
 * Pointer, wheel and keys of one surface, turned into orbit steps. A page is never trapped: one finger up or down
 * scrolls it, the wheel zooms only while the surface has focus or Ctrl is held, and not beyond the last zoom step.
 */
const TURN_PER_HEIGHT = Math.PI
const KEY_TURN = Math.PI / 12
const KEY_PAN = 0.08
const KEY_ZOOM = 1.15
const WHEEL_ZOOM = 0.0012
const PINCH_WHEEL_ZOOM = 0.01
/** Pixels a pointer may move and still count as a press. */
const PRESS_SLOP = 5

export interface OrbitActions {
  readonly enabled: () => { readonly orbit: boolean; readonly zoom: boolean; readonly pan: boolean }
  turn(azimuth: number, polar: number): void
  /** Shares of the surface's height. */
  pan(right: number, up: number): void
  /** Multiplies the distance; false: the limit is reached. */
  zoom(factor: number): boolean
  reset(): void
  togglePlaying(): void
  /** The wheel turned over a surface that leaves it to the page. */
  hintScroll(): void
  /** After a step by key, to be spoken. */
  keyStep(): void
}

export function listenForOrbit(surface: HTMLElement, actions: OrbitActions): () => void {
  const listening = new AbortController()
  const { signal } = listening
  const pointers = new Map<number, { x: number; y: number }>()
  let moved = 0

  const update = (): void => {
    const { orbit, zoom, pan } = actions.enabled()
    surface.style.touchAction = orbit || zoom || pan ? 'pan-y' : 'auto'
  }
  update()

  surface.addEventListener(
    'pointerdown',
    (event) => {
      update()
      if (isControl(event.target) || (event.pointerType === 'mouse' && event.button > 2)) return
      if (pointers.size === 0) moved = 0
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      surface.setPointerCapture(event.pointerId)
    },
    { signal },
  )
  surface.addEventListener(
    'pointermove',
    (event) => {
      const last = pointers.get(event.pointerId)
      if (last === undefined) return
      const height = surface.clientHeight || 1
      const dx = event.clientX - last.x
      const dy = event.clientY - last.y
      moved += Math.abs(dx) + Math.abs(dy)
      if (moved < PRESS_SLOP) return
      const { orbit, zoom, pan } = actions.enabled()
      if (pointers.size === 2) {
        const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at)
        if (other !== undefined) {
          const before = Math.hypot(last.x - other.x, last.y - other.y) || 1
          const after = Math.hypot(event.clientX - other.x, event.clientY - other.y) || 1
          if (zoom) actions.zoom(before / after)
          if (pan) actions.pan(dx / 2 / height, -dy / 2 / height)
        }
      } else if (event.buttons & 2 || event.shiftKey) {
        if (pan) actions.pan(dx / height, -dy / height)
      } else if (orbit) {
        actions.turn((-dx / height) * TURN_PER_HEIGHT, (-dy / height) * TURN_PER_HEIGHT)
      }
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    { signal },
  )
  const release = (event: PointerEvent): void => void pointers.delete(event.pointerId)
  surface.addEventListener('pointerup', release, { signal })
  // The browser has taken the touch over to scroll the page.
  surface.addEventListener('pointercancel', release, { signal })
  surface.addEventListener('contextmenu', (event) => actions.enabled().pan && event.preventDefault(), {
    signal,
  })

  surface.addEventListener(
    'wheel',
    (event) => {
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
    },
    { signal, passive: false },
  )

  surface.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== surface || event.altKey || event.metaKey) return
      if (event.ctrlKey) return
      const step = keyStep(event, actions)
      if (step === 'none') return
      if (step === 'leave') surface.blur()
      else if (step === 'view') actions.keyStep()
      event.preventDefault()
    },
    { signal },
  )
  return () => listening.abort()
}

function keyStep(event: KeyboardEvent, actions: OrbitActions): 'none' | 'view' | 'leave' | 'other' {
  const { orbit, zoom, pan } = actions.enabled()
  const arrow = ARROWS[event.key]
  if (arrow !== undefined) {
    const [x, y] = arrow
    if (event.shiftKey) {
      if (!pan) return 'none'
      actions.pan(-x * KEY_PAN, -y * KEY_PAN)
    } else {
      if (!orbit) return 'none'
      actions.turn(x * KEY_TURN, -y * KEY_TURN)
    }
    return 'view'
  }
  switch (event.key) {
    case '+':
    case '=':
    case 'PageUp':
      return zoom && actions.zoom(1 / KEY_ZOOM) ? 'view' : 'none'
    case '-':
    case '_':
    case 'PageDown':
      return zoom && actions.zoom(KEY_ZOOM) ? 'view' : 'none'
    case '0':
    case 'Home':
      actions.reset()
      return 'view'
    case ' ':
      actions.togglePlaying()
      return 'other'
    case 'Escape':
      return 'leave'
    default:
      return 'none'
  }
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Buttons inside the surface (hotspots, play) keep their own presses. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input, select') !== null
}
