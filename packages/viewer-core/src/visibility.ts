/** How large an element is, whether anybody can see it, and how sharp its screen is. */
export interface Visibility {
  /** On screen, in a tab that is shown. */
  readonly isVisible: boolean
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  /** Width by height; 1 where there is neither. */
  readonly aspect: number
  /** A point of the page in client coordinates, as -1 to 1 to the right and up; null: it is outside. */
  placeOf(clientX: number, clientY: number): { readonly x: number; readonly y: number } | null
  stop(): void
}

export interface VisibilityEvents {
  onSize(): void
  /** It has come into sight or gone out of it. */
  onSight(): void
  /** The page has moved to another screen, or was zoomed. */
  onSharpness(): void
}

/** Measures at once; tells of changes from then on. */
export function watchVisibility(element: HTMLElement, events: VisibilityEvents): Visibility {
  const watching = new AbortController()
  const { signal } = watching
  const page = element.ownerDocument
  let isOnScreen = false
  let width = element.clientWidth
  let height = element.clientHeight

  const sizes = new ResizeObserver(() => {
    const isSame = width === element.clientWidth && height === element.clientHeight
    width = element.clientWidth
    height = element.clientHeight
    if (!isSame) events.onSize()
  })
  sizes.observe(element)
  const sight = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)?.isIntersecting ?? false
    events.onSight()
  })
  sight.observe(element)
  page.addEventListener('visibilitychange', () => events.onSight(), { signal })
  // Back from the browser's memory of pages.
  page.defaultView?.addEventListener('pageshow', () => events.onSight(), { signal })
  watchSharpness(() => events.onSharpness(), signal)
  return {
    get isVisible() {
      return isOnScreen && !element.ownerDocument.hidden
    },
    get width() {
      return width
    },
    get height() {
      return height
    },
    get aspect() {
      return width > 0 && height > 0 ? width / height : 1
    },
    placeOf(clientX, clientY) {
      const { left, top, width, height } = element.getBoundingClientRect()
      const x = ((clientX - left) / width) * 2 - 1
      const y = 1 - ((clientY - top) / height) * 2
      return Math.abs(x) <= 1 && Math.abs(y) <= 1 ? { x, y } : null
    },
    stop() {
      watching.abort()
      sizes.disconnect()
      sight.disconnect()
    },
  }
}

/** A media query only tells that this one ratio is over, so each asks for the next. */
function watchSharpness(onChange: () => void, signal: AbortSignal): void {
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
    'change',
    () => {
      watchSharpness(onChange, signal)
      onChange()
    },
    { once: true, signal },
  )
}
