/** The keys of a focused surface: arrows turn or move, plus and minus zoom, the rest is named in the instructions. */
import type { OrbitActions } from './orbit-actions.js'

const KEY_TURN = Math.PI / 12
const KEY_PAN = 0.08
const KEY_ZOOM = 1.15

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

export function listenForKeys(surface: HTMLElement, actions: OrbitActions, signal: AbortSignal): void {
  surface.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== surface || event.altKey || event.metaKey || event.ctrlKey) return
      const step = keyStep(event, actions)
      if (step === 'none') return
      if (step === 'leave') surface.blur()
      else if (step === 'view') actions.keyStep()
      event.preventDefault()
    },
    { signal },
  )
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
