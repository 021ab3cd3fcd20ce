import { Button } from '../../ui/button'
import { Note, ProblemNote } from '../../ui/states'
import type { UploadState } from './use-model-upload'

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function UploadProgress({ state, onCancel }: { state: UploadState; onCancel: () => void }) {
  if (state.phase === 'idle') return null
  if (state.phase === 'failed') {
    const { error } = state
    if (error.errors.length === 0) return <ProblemNote error={error} />
    return (
      <Note tone="danger" role="alert" title={error.title}>
        {error.detail}
        <ul className="mt-1 list-disc pl-5">
          {error.errors.slice(0, 5).map(({ path, message }) => (
            <li key={path + message}>
              {path !== '' && <code className="font-mono">{path}</code>} {message}
            </li>
          ))}
        </ul>
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
