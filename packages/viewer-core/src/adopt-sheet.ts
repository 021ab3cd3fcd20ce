/** Puts a style sheet into the document or shadow root that holds an element. */

/** Per document, because constructed sheets belong to one, and style text. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>()

/**
 * Adds `css` once to the document or shadow root that holds `element`, and to those it moves to: in another document an
 * element loses its styles, and with them the size they gave it. The result stops looking.
 */
export function adoptSheet(element: HTMLElement, css: string, nonce?: string): () => void {
  addSheet(element, css, nonce)
  // Test environments lay nothing out.
  if (!('ResizeObserver' in globalThis)) return () => {}
  const sizes = new ResizeObserver(() => addSheet(element, css, nonce))
  sizes.observe(element)
  return () => sizes.disconnect()
}

function addSheet(element: HTMLElement, css: string, nonce?: string): void {
  const { ownerDocument: document } = element
  const { defaultView: view } = document
  // The document of a template shows nothing, and need not have a head.
  if (!view) return
  const root = element.getRootNode()
  const target = isShadowRoot(root) ? root : document
  const sheet = constructSheet(document, view, css)
  if (sheet) {
    if (!target.adoptedStyleSheets.includes(sheet)) {
      target.adoptedStyleSheets = [...target.adoptedStyleSheets, sheet]
    }
    return
  }
  const place = 'head' in target ? target.head : target
  if ([...place.querySelectorAll('style')].some((one) => one.textContent === css)) return
  const style = document.createElement('style')
  if (nonce) style.nonce = nonce
  style.textContent = css
  place.append(style)
}

/** Also one of another window, which is no instance of this one's class. */
function isShadowRoot(root: Node): root is ShadowRoot {
  return 'mode' in root
}

/** Undefined in browsers (and test environments) without constructed style sheets. */
function constructSheet(document: Document, view: typeof globalThis, css: string): CSSStyleSheet | undefined {
  const own = sheets.get(document) ?? new Map<string, CSSStyleSheet>()
  sheets.set(document, own)
  let sheet = own.get(css)
  if (!sheet && 'adoptedStyleSheets' in document) {
    sheet = new view.CSSStyleSheet()
    sheet.replaceSync(css)
    own.set(css, sheet)
  }
  return sheet
}
