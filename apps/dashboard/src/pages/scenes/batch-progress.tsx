import { classNames } from '../../ui/class-names'
import { STEPS } from './source-progress'
import { formatBytes } from './upload-progress'
import type { BatchItem, BatchState } from './use-scene-batch'

/** How far each of several models is. */
export function BatchProgress({ items }: { items: readonly BatchItem[] }) {
  return (
    <ul className="card max-h-72 divide-y divide-line overflow-y-auto text-sm" aria-label="Models">
      {items.map(({ model, state }) => (
        <li key={model} className="px-4 py-2">
          <div className="flex flex-wrap items-baseline gap-x-4">
            <span className="user-text min-w-0 flex-1 font-medium">{model}</span>
            <span className={classNames('text-muted', state.phase === 'failed' && 'font-medium text-danger')}>
              {wordsOf(state)}
            </span>
          </div>
          {state.phase === 'sending' && (
            <progress
              aria-label={`Upload of ${model}`}
              className="h-2 w-full accent-(--accent-solid)"
              max={state.totalBytes}
              {...(state.sentBytes < state.totalBytes && { value: state.sentBytes })}
            />
          )}
          {state.phase === 'failed' && <p className="user-text text-danger">{state.error.detail}</p>}
        </li>
      ))}
    </ul>
  )
}

function wordsOf(state: BatchState): string {
  switch (state.phase) {
    case 'waiting':
      return 'Waiting'
    case 'preparing':
      return STEPS[state.step]
    case 'sending':
      return state.sentBytes < state.totalBytes
        ? `${formatBytes(state.sentBytes)} of ${formatBytes(state.totalBytes)}`
        : 'The server is checking it…'
    case 'done':
      return 'Scene added'
    case 'failed':
      return state.error.title
  }
}
