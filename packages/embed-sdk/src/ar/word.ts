/** A sentence over the picture that goes by itself. */

const SHOWN_MS = 6000
const LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  insetInline: '1rem',
  bottom: '4rem',
  margin: '0 auto',
  width: 'fit-content',
  padding: '.5rem 1rem',
  borderRadius: '8px',
  background: '#111d',
  color: '#fff',
  font: '.9rem/1.4 system-ui, sans-serif',
  zIndex: '5',
}

export function showWord(host: HTMLElement, text: string): void {
  const word = document.createElement('p')
  word.part.add('ar-word')
  word.setAttribute('role', 'status')
  word.textContent = text
  Object.assign(word.style, LOOK)
  host.append(word)
  setTimeout(() => word.remove(), SHOWN_MS)
}
