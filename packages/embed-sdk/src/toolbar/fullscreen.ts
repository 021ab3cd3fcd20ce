/**
 * The whole screen for the scene. Where the browser gives it to no element (iPhones), the scene goes over everything in
 * a layer of its own, and focus stays inside.
 */
import type { ToolbarContext } from './context.js'
import { rename, toolButton } from './elements.js'
import { setIcon } from './icons.js'

/** Set while the scene fills the page or the screen. */
const MARK = 'data-vectreal-fullscreen'

export function fullscreen({ frame, texts, panels, signal }: ToolbarContext): HTMLElement[] {
  const isNative = document.fullscreenEnabled
  // A frame that may not have the screen would only fill itself, which it does already.
  if (!isNative && window !== window.parent) return []
  const layer = createLayer(frame)
  const isOpen = () => (isNative ? isInFullscreen(frame) : layer.isOpen)
  const leave = (): void => {
    if (!isNative) layer.close()
    else if (isOpen()) void document.exitFullscreen()
  }
  const show = (): void => {
    frame.toggleAttribute(MARK, isOpen())
    rename(button, isOpen() ? texts.leaveFullscreen : texts.fullscreen)
    setIcon(button.firstElementChild!, isOpen() ? 'leaveFullscreen' : 'fullscreen')
  }
  const button = toolButton('fullscreen', texts.fullscreen, 'fullscreen', () => {
    if (isOpen()) leave()
    else if (isNative) frame.requestFullscreen().catch(() => {})
    else layer.open()
    show()
    button.focus()
  })
  document.addEventListener('fullscreenchange', show, { signal })
  // Before the picture takes the key for itself, and wherever the focus is.
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !layer.isOpen || panels.isOpen) return
      event.preventDefault()
      event.stopPropagation()
      leave()
      show()
      button.focus()
    },
    { signal, capture: true },
  )
  signal.addEventListener('abort', () => {
    leave()
    frame.removeAttribute(MARK)
  })
  return [button]
}

/** Inside a shadow root the document names only the host. */
function isInFullscreen(frame: HTMLElement): boolean {
  return (frame.getRootNode() as Document | ShadowRoot).fullscreenElement === frame
}

interface Layer {
  readonly isOpen: boolean
  open(): void
  close(): void
}

function createLayer(frame: HTMLElement): Layer {
  let undo: (() => void) | null = null
  return {
    get isOpen() {
      return undo !== null
    },
    open() {
      const { overflow } = document.documentElement.style
      const outside = activeBeside(frame)
      for (const element of outside) element.inert = true
      document.documentElement.style.overflow = 'hidden'
      // The top layer: no transform, filter or overflow of the page around it counts there.
      frame.popover = 'manual'
      frame.showPopover?.()
      undo = () => {
        frame.hidePopover?.()
        frame.removeAttribute('popover')
        document.documentElement.style.overflow = overflow
        for (const element of outside) element.inert = false
      }
    },
    close() {
      undo?.()
      undo = null
    },
  }
}

/** Everything that is neither inside nor around it, through shadow roots as well, and can be used. */
function activeBeside(frame: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  let inner: Element | null = frame
  while (inner !== null && inner !== document.body) {
    const parentNode: ParentNode = inner.parentNode!
    for (const one of parentNode.children as HTMLCollectionOf<HTMLElement>) {
      if (one !== inner && one.inert === false) found.push(one)
    }
    inner = parentNode instanceof ShadowRoot ? parentNode.host : (parentNode as Element)
  }
  return found
}
