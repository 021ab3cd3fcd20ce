/** The text of a pressed hotspot, kept inside the picture. */
import { MathUtils } from 'three'
import type { HotspotSettings } from '@vectreal/scene-format'

/** Between a note and the edge of the picture, in CSS pixels. */
const EDGE = 6
/** From the middle of a button to its note. */
const GAP = 18
const MAX_WIDTH = 220
/** As the styles have it. */
const BUTTON_SIDE = 28

/** Text nodes only: labels come from whoever edits the scene. */
export function createNote({
  label,
  description,
}: Pick<HotspotSettings, 'label' | 'description'>): HTMLElement {
  const note = document.createElement('span')
  note.className = 'vectreal-note'
  note.setAttribute('part', 'note')
  const title = document.createElement('strong')
  title.textContent = label
  note.append(title)
  if (description !== '') note.append(description)
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
  // It lies in the button, whose own place is its middle.
  const x = left - at.x + BUTTON_SIDE / 2
  const y = top - at.y + BUTTON_SIDE / 2
  note.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`
}
