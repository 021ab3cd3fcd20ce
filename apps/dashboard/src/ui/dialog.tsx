/**
 * The one shell of every dialog: the browser's own modal, which makes the page behind it inert, traps the focus and
 * listens to Escape without a style or a script of ours.
 */
import { X } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'

interface DialogProps {
  readonly title: ReactNode
  readonly description?: ReactNode
  /** `alertdialog` for questions about something that cannot be undone. */
  readonly role?: 'dialog' | 'alertdialog'
  readonly size?: 'small' | 'medium' | 'large'
  /** Escape, the close button and a press beside the dialog. Keep it open by not unmounting it. */
  readonly onClose: () => void
  readonly children: ReactNode
}

const SIZES = { small: 'max-w-md', medium: 'max-w-xl', large: 'max-w-3xl' } as const
const FIRST_FIELD =
  '[data-autofocus], input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)'

/** Where the focus was before each open dialog. */
const OPENERS = new WeakMap<Element, (Element | null)[]>()

export function Dialog({
  title,
  description,
  role = 'dialog',
  size = 'medium',
  onClose,
  children,
}: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const descriptionId = useId()

  useLayoutEffect(() => {
    const dialog = element.current as HTMLDialogElement
    const opener = document.activeElement
    // One dialog may open from another that closes meanwhile; the focus then goes back to where that one came from.
    const before = opener?.closest('dialog')
    const openers = [opener, ...(before ? (OPENERS.get(before) ?? []) : [])]
    OPENERS.set(dialog, openers)
    dialog.showModal()
    const first = dialog.querySelector<HTMLElement>(FIRST_FIELD)
    if (first) first.focus()
    else dialog.focus()
    return () => {
      dialog.close()
      const back = openers.find((element) => element?.isConnected) ?? document.querySelector('h1')
      if (back instanceof HTMLElement) back.focus()
    }
  }, [])

  return (
    // The listeners below are those of a modal: cancel, a press beside it, Escape.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      role={role}
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby={titleId}
      aria-describedby={description === undefined ? undefined : descriptionId}
      className={classNames(
        'm-auto max-h-[calc(100dvh-1.5rem)] w-[calc(100vw-1.5rem)] overflow-y-auto rounded-2xl border border-line bg-surface p-0 text-text shadow-2xl',
        SIZES[size],
      )}
      onCancel={(event) => {
        // A file chooser inside reports its own cancel, which bubbles here.
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event)) onClose()
      }}
      onKeyDown={(event) => {
        // Chromium closes by itself on a second Escape; the owner decides each time.
        if (event.key === 'Escape' && !event.defaultPrevented) {
          event.preventDefault()
          event.stopPropagation()
          onClose()
        }
      }}
    >
      <header className="flex items-start gap-3 px-6 pt-5">
        <div className="min-w-0 flex-1">
          <h2 id={titleId} className="user-text text-lg font-semibold tracking-tight">
            {title}
          </h2>
          {description !== undefined && (
            <div id={descriptionId} className="mt-1 text-sm text-muted">
              {description}
            </div>
          )}
        </div>
        <IconButton label="Close" onClick={onClose} className="-mr-2">
          <X aria-hidden size={18} />
        </IconButton>
      </header>
      <div className="px-6 pt-4 pb-6">{children}</div>
    </dialog>
  )
}

function isOutside(
  dialog: HTMLDialogElement,
  { clientX, clientY }: { clientX: number; clientY: number },
): boolean {
  const box = dialog.getBoundingClientRect()
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom
}

/** The row of buttons at a dialog's end, in sight however low the window is. On a narrow screen they stack, the main one first. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky bottom-0 -mx-6 mt-3 -mb-6 bg-surface px-6 pt-3 pb-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
      {children}
    </div>
  )
}
