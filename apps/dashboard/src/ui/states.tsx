/** Loading, empty, failed and explaining: what a page shows when it has no rows to show. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { type ApiError, asApiError } from '../api/problem'
import { Button } from './button'
import { classNames } from './class-names'

const TONES = {
  info: {
    box: 'bg-accent-soft border-accent/25',
    icon: <Info aria-hidden size={18} className="text-accent" />,
  },
  ok: { box: 'bg-ok-soft border-ok/25', icon: <CircleCheck aria-hidden size={18} className="text-ok" /> },
  warn: {
    box: 'bg-warn-soft border-warn/30',
    icon: <TriangleAlert aria-hidden size={18} className="text-warn" />,
  },
  danger: {
    box: 'bg-danger-soft border-danger/30',
    icon: <CircleAlert aria-hidden size={18} className="text-danger" />,
  },
} as const

interface NoteProps {
  readonly tone?: keyof typeof TONES
  readonly title?: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly role?: 'alert' | 'status' | undefined
  readonly className?: string | undefined
}

export function Note({ tone = 'info', title, children, actions, role, className }: NoteProps) {
  const { box, icon } = TONES[tone]
  return (
    <div role={role} className={classNames('flex gap-3 rounded-xl border px-4 py-3 text-sm', box, className)}>
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="user-text font-semibold">{title}</p>}
        {children !== undefined && <div className="user-text">{children}</div>}
        {actions !== undefined && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

/** A refused action, beside the thing that was refused. */
export function ProblemNote({ error, className }: { error: ApiError; className?: string }) {
  return (
    <Note tone="danger" role="alert" title={error.title} className={className}>
      {error.detail}
      {error.requestId !== null && <p className="mt-1 text-xs text-muted">Request {error.requestId}</p>}
    </Note>
  )
}

/** A page or panel that could not be read, with a way to ask again. */
export function FailedState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const problem = asApiError(error)
  return (
    <div role="alert" className="card flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-3 flex size-11 items-center justify-center rounded-full bg-danger-soft text-danger">
        {problem.status === 0 ? <WifiOff aria-hidden size={20} /> : <CircleAlert aria-hidden size={20} />}
      </span>
      <p className="font-semibold">{problem.title}</p>
      <p className="user-text mt-1 max-w-md text-sm text-muted">{problem.detail}</p>
      {problem.requestId !== null && <p className="mt-1 text-xs text-muted">Request {problem.requestId}</p>}
      <Button className="mt-5" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}

interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="card flex flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 flex size-12 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        {icon}
      </span>
      <p className="text-base font-semibold">{title}</p>
      {children !== undefined && <div className="mt-1.5 max-w-lg text-sm text-muted">{children}</div>}
      {action !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}

export function Loading({ label = 'Loading', rows = 4 }: { label?: string; rows?: number }) {
  return (
    <div role="status" className="card divide-y divide-line overflow-hidden">
      <span className="sr-only">{label}…</span>
      {Array.from({ length: rows }, (_, row) => (
        // oxlint-disable-next-line react/no-array-index-key -- placeholders have no identity
        <div key={row} className="flex animate-pulse items-center gap-4 px-5 py-4">
          <div className="h-4 w-1/4 rounded bg-raised" />
          <div className="h-4 w-1/6 rounded bg-raised" />
          <div className="h-4 flex-1 rounded bg-raised" />
        </div>
      ))}
    </div>
  )
}
