/**
 * Shows a new token, this once. The token lives in the state of whoever opened this dialog and nowhere else: closing,
 * leaving the page and the browser's back/forward cache all drop it.
 */
import { type FocusEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { CopyButton } from './copy-button'
import { Button } from './button'
import { Dialog, DialogActions } from './dialog'
import { Note } from './states'

interface RevealDialogProps {
  readonly title: ReactNode
  readonly token: string
  readonly what: string
  /** Of a token of several lines. */
  readonly rows?: number
  readonly children?: ReactNode
  readonly onClose: () => void
}

export function RevealDialog({ title, token, what, rows, children, onClose }: RevealDialogProps) {
  const [copied, setCopied] = useState(false)
  const [asking, setAsking] = useState(false)
  const keepOpen = useRef<HTMLButtonElement>(null)
  const id = useId()

  useEffect(() => {
    window.addEventListener('pagehide', onClose)
    return () => window.removeEventListener('pagehide', onClose)
  }, [onClose])
  useEffect(() => {
    if (copied) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [copied])
  useEffect(() => {
    if (asking) keepOpen.current?.focus()
  }, [asking])

  const close = () => {
    if (copied) onClose()
    else setAsking(true)
  }
  const field = {
    id,
    'data-autofocus': true,
    readOnly: true,
    value: token,
    spellCheck: false,
    autoComplete: 'off',
    className: 'control font-mono text-sm',
    onFocus: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.target.select(),
    onCopy: () => setCopied(true),
  }
  return (
    <Dialog
      title={title}
      size="large"
      description={`You won’t be able to see ${rows === undefined ? 'this' : 'these'} ${what} again.`}
      onClose={close}
    >
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        Your new {what}
      </label>
      <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
        {rows === undefined ? <input {...field} /> : <textarea {...field} rows={rows} />}
        <CopyButton kind="primary" label={`Copy ${what}`} text={token} onCopied={() => setCopied(true)} />
      </div>
      {children}
      {asking && !copied && (
        <Note
          tone="warn"
          role="alert"
          className="mt-5"
          title={`You haven’t copied the ${what}`}
          actions={
            <>
              <Button ref={keepOpen} onClick={() => setAsking(false)}>
                Keep it open
              </Button>
              <Button kind="danger" onClick={onClose}>
                Close without copying
              </Button>
            </>
          }
        >
          After closing, nobody can show {rows === undefined ? 'it' : 'them'} to you again, only replace
          {rows === undefined ? ' it' : ' them'}.
        </Note>
      )}
      <DialogActions>
        <Button onClick={close}>Done</Button>
      </DialogActions>
    </Dialog>
  )
}
