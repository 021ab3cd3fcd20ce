import { Button } from '../../ui/button'
import { Note, ProblemNote } from '../../ui/states'
import type { UploadState } from './use-model-upload'

/** The first few of a file that is wrong in many places say how it came about. */
const SHOWN_FLAWS = 5

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function UploadProgress({ state, onCancel }: { state: UploadState; onCancel: () => void }) {
  if (state.phase === 'idle') return null
  if (state.phase === 'failed') {
    const { error } = state
    // The detail is all of these in one line, and the places are JSON paths: each is said once, in words.
    const messages = [...new Set(error.errors.map(({ message }) => message))].slice(0, SHOWN_FLAWS)
    const [only = ''] = messages
    if (messages.length === 0) return <ProblemNote error={error} />
    return (
      <Note tone="danger" role="alert" title={error.title}>
        {messages.length === 1 ? (
          only
        ) : (
          <ul className="list-disc pl-5">
            {messages.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        )}
      </Note>
    )
  }
  const { name, sentBytes, totalBytes } = state
  const done = sentBytes >= totalBytes
  return (
    <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 p-4 text-sm">
      <div className="min-w-0 flex-1 basis-60">
        <p className="user-text font-medium">{name}</p>
        <progress
          aria-label={`Upload of ${name}`}
          className="mt-2 h-2 w-full accent-(--accent-solid)"
          max={totalBytes}
          {...(done ? {} : { value: sentBytes })}
        />
        <p className="mt-1 text-xs text-muted">
          {done
            ? 'Sent; the server is checking the model…'
            : `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`}
        </p>
      </div>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  )
}
