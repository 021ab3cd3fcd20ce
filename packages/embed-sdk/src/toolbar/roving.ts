/** One tab stop for several buttons: arrow keys go from one to the next (ARIA APG, toolbar and radio group). */
interface RovingOptions {
  /** In the order of the keys. */
  items(): readonly HTMLElement[]
  readonly isRightToLeft: boolean
  /** Up and down as well. */
  readonly isGrid?: boolean
  /** The keys have moved the focus there. */
  onMove?(item: HTMLElement): void
}

export interface Roving {
  /** Makes `item` the one that Tab goes to; by default the one it is, or the first that is shown. */
  stopAt(item?: HTMLElement): void
}

export function rove(
  container: HTMLElement,
  { items, isRightToLeft, isGrid = false, onMove }: RovingOptions,
): Roving {
  const shown = () => items().filter((item) => item.getClientRects().length > 0)
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: isRightToLeft ? -1 : 1,
    ArrowLeft: isRightToLeft ? 1 : -1,
    ...(isGrid ? { ArrowDown: 1, ArrowUp: -1 } : {}),
  }

  function stopAt(item?: HTMLElement): void {
    const all = shown()
    const stop = item ?? all.find((one) => one.tabIndex === 0) ?? all[0]
    for (const one of items()) one.tabIndex = one === stop ? 0 : -1
  }

  container.addEventListener('focusin', ({ target }) => {
    if (items().includes(target as HTMLElement)) stopAt(target as HTMLElement)
  })
  container.addEventListener('keydown', (event) => {
    const all = shown()
    const at = all.indexOf(event.target as HTMLElement)
    if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
    const step = steps[event.key]
    const next =
      event.key === 'Home'
        ? all[0]
        : event.key === 'End'
          ? all.at(-1)
          : step === undefined
            ? undefined
            : all[(at + step + all.length) % all.length]
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    next.focus()
    onMove?.(next)
  })
  return { stopAt }
}
