/** What stands over the poster when a scene cannot be shown: a calm line for visitors, the remedy for whoever builds the page. */
import type { VectrealError, VectrealErrorCode } from './vectreal-error.js'

const VISITOR_LINE: Partial<Record<VectrealErrorCode, string>> = {
  webgl_unavailable: 'This device cannot show the 3D view.',
  context_lost: 'The 3D view was paused to save graphics memory.',
  network: 'The 3D view could not be loaded. Please check your connection.',
}

export function messageBox(text: string): HTMLElement {
  const box = document.createElement('div')
  box.className = 'message'
  box.part.add('message')
  box.setAttribute('role', 'status')
  const line = document.createElement('p')
  line.textContent = text
  box.append(line)
  return box
}

export function failureMessage(error: VectrealError, isDebug: boolean, retry: () => void): HTMLElement {
  const box = messageBox(VISITOR_LINE[error.code] ?? 'The 3D view is not available at the moment.')
  if (isDebug || isLocal()) box.append(remedy(error))
  if (error.retryable) {
    const button = document.createElement('button')
    button.type = 'button'
    button.part.add('retry')
    button.textContent = 'Try again'
    button.addEventListener('click', retry, { once: true })
    box.append(button)
  }
  return box
}

function remedy({ code, layer, message, hint, requestId }: VectrealError): HTMLElement {
  const text = document.createElement('pre')
  text.part.add('remedy')
  const id = requestId === null ? '' : `\nrequest: ${requestId}`
  text.textContent = `${code}${layer === null ? '' : `\nlayer: ${layer}`}\n${message}\n${hint}${id}`
  return text
}

function isLocal(): boolean {
  return /^(?:(?:.+\.)?localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)
}
