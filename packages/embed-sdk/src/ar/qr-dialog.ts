/** A code that opens this page, at this scene, on a phone. */
import { generate } from 'lean-qr'
import { toSvg } from 'lean-qr/extras/svg'
import type { ArTexts } from './ar-texts.js'

const LOOK: Partial<CSSStyleDeclaration> = {
  maxWidth: 'min(90vw, 20rem)',
  padding: '1rem',
  border: '0',
  borderRadius: '12px',
  background: '#fff',
  color: '#111',
  font: '1rem/1.4 system-ui, sans-serif',
  textAlign: 'center',
}
const CODE_LOOK: Partial<CSSStyleDeclaration> = {
  width: '100%',
  height: 'auto',
  // Text and button stay in sight on a low screen.
  maxHeight: '60vh',
  display: 'block',
}
const BUTTON_LOOK: Partial<CSSStyleDeclaration> = {
  font: 'inherit',
  padding: '.5rem 1rem',
  minHeight: '2.75rem',
}

/** Resolves when it is open. */
export async function openQrDialog(
  host: HTMLElement,
  url: string,
  { arScan, close }: Pick<ArTexts, 'arScan' | 'close'>,
): Promise<void> {
  const dialog = document.createElement('dialog')
  dialog.part.add('ar-dialog')
  dialog.lang = host.lang
  dialog.dir = host.dir
  Object.assign(dialog.style, LOOK)
  const code = toSvg(generate(url), document, { width: 256, height: 256 })
  code.setAttribute('role', 'img')
  code.setAttribute('aria-label', url)
  Object.assign(code.style, CODE_LOOK)
  const text = document.createElement('p')
  text.textContent = arScan
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = close
  Object.assign(button.style, BUTTON_LOOK)
  button.addEventListener('click', () => dialog.close())
  dialog.append(code, text, button)
  dialog.addEventListener('close', () => dialog.remove())
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  host.after(dialog)
  dialog.showModal()
}
