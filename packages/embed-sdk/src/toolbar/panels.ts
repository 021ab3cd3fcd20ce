/** What opens over the toolbar: one panel at a time, which Escape and a step outside close. */

interface Panel {
  readonly button: HTMLElement
  readonly element: HTMLElement
  /** Called when it has been opened; what it gives is called when it closes. */
  onOpen(): () => void
}

export interface Panels {
  readonly isOpen: boolean
  /** Opens it, or closes it where it is open. */
  toggle(panel: Panel): void
  close(): void
}

/** `bar`: told whether a panel is open. `holder`: where panels are put. */
export function createPanels(bar: HTMLElement, holder: HTMLElement): Panels {
  let open: { readonly panel: Panel; readonly onClose: () => void } | null = null

  function close(): void {
    if (open === null) return
    const { panel, onClose } = open
    const hadFocus = panel.element.contains((panel.element.getRootNode() as Document).activeElement)
    open = null
    onClose()
    panel.button.setAttribute('aria-expanded', 'false')
    panel.element.remove()
    bar.removeAttribute('data-panel')
    if (hadFocus) panel.button.focus()
  }

  holder.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || open === null) return
    event.stopPropagation()
    event.preventDefault()
    close()
  })
  return {
    get isOpen() {
      return open !== null
    },
    toggle(panel) {
      const isOpen = open?.panel === panel
      close()
      if (isOpen) return
      panel.button.setAttribute('aria-expanded', 'true')
      holder.append(panel.element)
      bar.setAttribute('data-panel', '')
      open = { panel, onClose: panel.onOpen() }
    },
    close,
  }
}
