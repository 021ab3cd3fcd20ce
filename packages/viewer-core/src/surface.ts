/** The elements of one viewer: what receives input, what is drawn on, what is spoken. */
import { adoptSheet } from './adopt-sheet.js'
import type { ViewerLabels } from './labels.js'
import { adoptStyles } from './styles.js'

const HINT_MS = 1600
const ANNOUNCE_MS = 400

export interface Surface {
  /** Focusable, `role="application"`. */
  readonly element: HTMLElement
  readonly hotspots: HTMLElement
  readonly dimensions: HTMLElement
  /** Adds styles to where the viewer is, until it is disposed of. */
  adopt(css: string): void
  /** Shows `canvas`, or nothing. */
  show(canvas: HTMLCanvasElement | null): void
  setName(alt: string): void
  setLabels(labels: ViewerLabels): void
  /** Null: the model has no animation. */
  setPlaying(playing: boolean | null): void
  announce(text: string): void
  hintScroll(): void
  dispose(): void
}

let count = 0

export function createSurface(
  container: HTMLElement,
  onPlayButton: () => void,
  nonce: string | undefined,
): Surface {
  const id = `vectreal-instructions-${(count += 1)}`
  const element = make('div', 'surface')
  element.tabIndex = 0
  element.setAttribute('role', 'application')
  element.setAttribute('aria-describedby', id)
  const stage = make('div', 'stage')
  const hotspots = make('div', 'hotspots')
  const dimensions = make('div', 'dimensions')
  const play = make('button', 'play')
  play.type = 'button'
  play.hidden = true
  play.addEventListener('click', onPlayButton)
  const hint = make('div', 'hint')
  hint.setAttribute('aria-hidden', 'true')
  const instructions = make('span', 'hidden')
  instructions.id = id
  const live = make('div', 'hidden')
  live.setAttribute('aria-live', 'polite')
  element.append(stage, dimensions, hotspots, play, hint, instructions, live)
  container.append(element)
  const forget = [adoptStyles(element, nonce)]

  let labels: ViewerLabels | null = null
  let playing: boolean | null = null
  let hintTimer: ReturnType<typeof setTimeout> | undefined
  let announceTimer: ReturnType<typeof setTimeout> | undefined
  const showPlaying = (): void => {
    play.hidden = playing === null
    play.dataset['playing'] = String(playing === true)
    if (labels !== null) play.setAttribute('aria-label', playing ? labels.pause : labels.play)
  }
  return {
    element,
    hotspots,
    dimensions,
    adopt: (css) => void forget.push(adoptSheet(element, css, nonce)),
    show(canvas) {
      stage.replaceChildren(...(canvas === null ? [] : [canvas]))
    },
    setName: (alt) => element.setAttribute('aria-label', alt),
    setLabels(next) {
      labels = next
      element.setAttribute('aria-roledescription', next.role)
      instructions.textContent = next.instructions
      hint.textContent = next.scrollHint
      showPlaying()
    },
    setPlaying(next) {
      playing = next
      showPlaying()
    },
    announce(text) {
      // The last of a burst is spoken: a held key would otherwise queue dozens.
      clearTimeout(announceTimer)
      announceTimer = setTimeout(() => {
        if (live.textContent !== text) live.textContent = text
      }, ANNOUNCE_MS)
    },
    hintScroll() {
      element.dataset['hint'] = ''
      clearTimeout(hintTimer)
      hintTimer = setTimeout(() => delete element.dataset['hint'], HINT_MS)
    },
    dispose() {
      for (const stop of forget) stop()
      clearTimeout(hintTimer)
      clearTimeout(announceTimer)
      element.remove()
    },
  }
}

function make<Tag extends 'div' | 'span' | 'button'>(tag: Tag, part: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = `vectreal-${part}`
  element.setAttribute('part', part)
  return element
}
