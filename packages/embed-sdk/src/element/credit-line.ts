/** The credit of a model, in a corner of its picture. */
import type { Credit } from '@vectreal/scene-format'
import { creditUrl } from '@vectreal/viewer-core/credit'

const LOOK: Partial<CSSStyleDeclaration> = {
  position: 'absolute',
  insetInlineEnd: '6px',
  // The button that plays an animation is in the other corner.
  maxWidth: 'calc(100% - 72px)',
  bottom: '6px',
  padding: '1px 6px',
  borderRadius: '4px',
  fontSize: '11px',
  overflowWrap: 'anywhere',
  background: 'var(--vectreal-message-background,#fffe)',
  color: 'var(--vectreal-message-color,#1c1c1c)',
  opacity: '.85',
}

/** `::part(credit)`; the text goes in as text, whatever stands in it. */
export function creditLine(credit: Credit, text: string): HTMLElement {
  const line = document.createElement('small')
  line.part.add('credit')
  Object.assign(line.style, LOOK)
  const url = creditUrl(credit)
  if (url === null) {
    line.textContent = text
    return line
  }
  const link = document.createElement('a')
  link.href = url
  link.target = '_blank'
  link.rel = 'noreferrer'
  link.style.color = 'inherit'
  link.textContent = text
  line.append(link)
  return line
}
