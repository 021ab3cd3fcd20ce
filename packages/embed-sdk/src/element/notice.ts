/** What stands over the poster when a scene cannot be shown: a calm line for visitors, the remedy for whoever builds the page. */
import { isLocalhost } from '@vectreal/scene-format'
import type { VectrealError } from '../vectreal-error.js'

/** `action`: a button where a try may help, or a link. */
export function notice(line: string, remedy: string | null, action: HTMLElement | null): HTMLElement {
  const box = part('div', 'message')
  box.setAttribute('role', 'status')
  box.dir = 'auto'
  const text = document.createElement('p')
  text.textContent = line
  box.append(text)
  if (remedy !== null) {
    const more = part('pre', 'remedy')
    more.textContent = remedy
    box.append(more)
  }
  if (action !== null) box.append(action)
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

/** Of an attribute: on where it is present, off as `false`; Vue and React 18 write that word. Absent: null. */
export const flag = (value: string | null): boolean | null => (value === null ? null : value !== 'false')

/** `null` where visitors read it: the reason is for whoever builds the page. */
export function remedyOf(error: VectrealError, element: Element): string | null {
  if (!flag(element.getAttribute('debug')) && !isLocalhost(location.hostname)) return null
  const { code, layer, message, hint, requestId } = error
  const lines = [code, layer && `layer: ${layer}`, message, hint, requestId && `request: ${requestId}`]
  return lines.filter(Boolean).join('\n')
}

export function logFailure({ code, layer, message, hint }: VectrealError): void {
  // oxlint-disable-next-line no-console -- the console is where site builders look first
  console.error(`[vectreal] ${code}${layer ? ` (${layer})` : ''}: ${message} ${hint}`)
}
