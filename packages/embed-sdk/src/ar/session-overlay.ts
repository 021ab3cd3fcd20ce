/** What a visitor sees over the camera's picture while the model is in their room: a word, a way to move it, a way out. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { ArSession } from '@vectreal/viewer-core/ar'
import type { ArTexts } from './ar-texts.js'
import type { ArPorts, ArStatus } from './ports.js'

const OVERLAY_LOOK: Partial<CSSStyleDeclaration> = {
  position: 'fixed',
  inset: '0',
  zIndex: '2147483647',
  touchAction: 'none',
  color: '#fff',
  font: '1rem/1.4 system-ui, sans-serif',
}
const LINE_LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  bottom: '5rem',
  insetInline: '1rem',
  margin: '0',
  textAlign: 'center',
  textShadow: '0 0 4px #000',
}
const BUTTON_LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  bottom: '1rem',
  minWidth: '6rem',
  minHeight: '2.75rem',
  font: 'inherit',
  border: '0',
  borderRadius: '999px',
  background: '#fffe',
  color: '#111',
}

interface SessionPorts extends Pick<ArPorts, 'model' | 'loadSession'> {
  readonly host: HTMLElement
  readonly texts: ArTexts
  readonly settings: SceneSettings
  emit(status: ArStatus): void
}

/** To be called from a click. Rejects where the browser starts no session. */
export async function openSession({
  host,
  model,
  settings,
  texts,
  loadSession,
  emit,
}: SessionPorts): Promise<void> {
  const overlay = document.createElement('div')
  overlay.lang = host.lang
  overlay.dir = host.dir
  Object.assign(overlay.style, OVERLAY_LOOK)
  const line = document.createElement('p')
  line.setAttribute('role', 'status')
  Object.assign(line.style, LINE_LOOK)
  let session: ArSession | null = null
  const move = button(texts.arMove, { insetInlineStart: '1rem' }, () => session?.moveAgain())
  const leave = button(texts.close, { insetInlineEnd: '1rem' }, () => void session?.end())
  overlay.append(line, move, leave)
  document.body.append(overlay)
  const tell = (status: ArStatus): void => {
    line.textContent = status === 'searching' ? texts.arFind : ''
    move.hidden = status !== 'placed'
    emit(status)
  }
  try {
    const { startArSession } = await loadSession()
    session = await startArSession({
      model,
      settings,
      overlay,
      onStatus(status) {
        tell(status)
        if (status === 'ended') overlay.remove()
      },
    })
  } catch (error) {
    overlay.remove()
    throw error
  }
}

function button(label: string, place: Partial<CSSStyleDeclaration>, act: () => void): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = label
  Object.assign(element.style, BUTTON_LOOK, place)
  element.addEventListener('click', act)
  // A tap on a button places nothing (WebXR DOM Overlays §4).
  element.addEventListener('beforexrselect', (event) => event.preventDefault())
  return element
}
