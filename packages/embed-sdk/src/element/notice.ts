/** What stands over the poster when a scene cannot be shown: a calm line for visitors, the remedy for whoever builds the page. */
import { isLocalhost } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'

/** With a button where a try may help. */
export interface NoticeAction {
  readonly label: string
  act(): void
}

export function notice(line: string, remedy: string | null, action: NoticeAction | null): HTMLElement {
  const box = part('div', 'message')
  box.setAttribute('role', 'status')
  const text = document.createElement('p')
  text.textContent = line
  box.append(text)
  if (remedy !== null) {
    const more = part('pre', 'remedy')
    more.textContent = remedy
    box.append(more)
  }
  if (action !== null) box.append(button('retry', action.label, action.act))
  return box
}

export function button(name: string, label: string, act: () => void): HTMLElement {
  const made = part('button', name) as HTMLButtonElement
  made.type = 'button'
  made.textContent = label
  made.addEventListener('click', act, { once: true })
  return made
}

export function part(tag: string, name: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.part.add(name)
  return element
}

/** `null` where visitors read it: the reason is for whoever builds the page. */
export function remedyOf(error: VectrealError, isDebug: boolean): string | null {
  if (!isDebug && !isLocalhost(location.hostname)) return null
  const { code, layer, message, hint, requestId } = error
  const lines = [code, layer && `layer: ${layer}`, message, hint, requestId && `request: ${requestId}`]
  return lines.filter(Boolean).join('\n')
}

export function logFailure({ code, layer, message, hint }: VectrealError): void {
  // oxlint-disable-next-line no-console -- the console is where site builders look first
  console.error(`[vectreal] ${code}${layer ? ` (${layer})` : ''}: ${message} ${hint}`)
}
