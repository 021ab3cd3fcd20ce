/** The text of a pressed hotspot, kept inside the picture. */
import { MathUtils } from 'three'
import type { HotspotSettings } from '@vectreal/scene-format'

/** Between a note and the edge of the picture, in CSS pixels. */
const EDGE = 6
/** From the middle of a button to its note. */
const GAP = 18
const MAX_WIDTH = 220

/**
 * Text nodes only: labels come from whoever edits the scene. Beside its button, in which a screen reader would find only
 * the name. `onKey`: of one that is scrolled with the keys.
 */
export function createNote(
  { label, description }: Pick<HotspotSettings, 'label' | 'description'>,
  onKey: (event: KeyboardEvent) => void,
): HTMLElement {
  const note = document.createElement('span')
  note.className = 'vectreal-note'
  note.setAttribute('part', 'note')
  const title = document.createElement('strong')
  title.textContent = label
  note.dir = title.dir = 'auto'
  note.append(title)
  if (description !== '') note.append(description)
  note.addEventListener('keydown', onKey)
  // The wheel and a finger scroll it, and turn nothing.
  for (const kind of ['wheel', 'pointerdown']) {
    note.addEventListener(kind, (event) => event.stopPropagation(), { passive: true })
  }
  return note
}

/** Above its button where there is room, else below, and moved by as much as it would be cut off. */
export function placeNote(
  note: HTMLElement,
  at: { readonly x: number; readonly y: number },
  picture: { readonly width: number; readonly height: number },
): void {
  const room = { width: picture.width - 2 * EDGE, height: picture.height - 2 * EDGE }
  note.style.maxWidth = `${Math.max(Math.min(room.width, MAX_WIDTH), 0)}px`
  note.style.maxHeight = `${Math.max(room.height, 0)}px`
  const { offsetWidth: width, offsetHeight: height } = note
  const above = at.y - GAP - height
  const isAbove = above >= EDGE || at.y > picture.height / 2
  const left = MathUtils.clamp(at.x - width / 2, EDGE, Math.max(EDGE, EDGE + room.width - width))
  const top = MathUtils.clamp(isAbove ? above : at.y + GAP, EDGE, Math.max(EDGE, EDGE + room.height - height))
  note.style.transform = `translate(${left.toFixed(1)}px,${top.toFixed(1)}px)`
  // What is cut off can be scrolled to; any other note lets everything through to the picture.
  const isCut = note.scrollHeight > note.clientHeight
  note.style.pointerEvents = isCut ? 'auto' : ''
  note.tabIndex = isCut ? 0 : -1
}
