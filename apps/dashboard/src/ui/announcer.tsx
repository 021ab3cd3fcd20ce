/** One polite live region, for what a screen reader should hear and a short line that everyone sees. */
import { useSyncExternalStore } from 'react'

let message = ''
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function show(next: string): void {
  message = next
  for (const listener of listeners) listener()
}

export function announce(text: string): void {
  clearTimeout(timer)
  show(text)
  timer = setTimeout(() => show(''), 5_000)
}

export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => message,
  )
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex justify-center px-4"
    >
      {text !== '' && (
        <span className="rounded-lg bg-text px-4 py-2 text-sm font-medium text-surface shadow-lg">
          {text}
        </span>
      )}
    </div>
  )
}
