/** One entry of the audit log: who did what to what, from and to; the rest behind "Details". */
import type { AuditEntry } from '../../api/audit-log'
import { Badge } from '../../ui/badge'
import { Time } from '../../ui/time'
import { entryLabel, withinSentence } from './action-labels'
import { describeChanges } from './describe-change'

interface AuditRowProps {
  readonly entry: AuditEntry
  /** What the target is called now, where the entry itself has no name; null where it is gone. */
  readonly nameNow: string | null
  readonly projectName: (id: string) => string | null
}

export function AuditRow({ entry, nameNow, projectName }: AuditRowProps) {
  const { actor, target, at, address, requestId, before, after } = entry
  const name = targetName(entry) ?? nameNow
  const changes = describeChanges(entry, projectName)
  return (
    <li className="px-5 py-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="user-text min-w-0">
          <strong className="font-medium">
            <bdi>{actor.name || actor.email}</bdi>
          </strong>{' '}
          {actor.kind !== 'user' && <Badge>{actor.kind.replace('_', ' ')}</Badge>}{' '}
          <span className="text-muted">{withinSentence(entryLabel(entry))}</span>{' '}
          {name !== null && <bdi className="font-medium">{name}</bdi>}
        </p>
        <span className="text-muted">
          <Time at={at} show="date-time" />
        </span>
      </div>
      {changes.length > 0 && (
        <ul aria-label="Changes" className="user-text mt-0.5 text-xs">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <details className="mt-1 text-xs text-muted">
        <summary className="w-fit hover:text-text">Details</summary>
        <dl className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
          <Fact name="Target" value={`${target.kind.replaceAll('_', ' ')} ${target.id}`} />
          <Fact name="IP address" value={address} />
          <Fact name="Request" value={requestId} />
          {before && <Fact name="Before" value={JSON.stringify(before)} />}
          {after && <Fact name="After" value={JSON.stringify(after)} />}
        </dl>
      </details>
    </li>
  )
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null) return null
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="shrink-0">{name}</dt>
      <dd className="user-text min-w-0 font-mono text-text">{value}</dd>
    </div>
  )
}

/** The name that the thing had, if the entry tells one. */
export function targetName({ before, after }: Pick<AuditEntry, 'before' | 'after'>): string | null {
  for (const state of [after, before]) {
    const name = state?.['name'] ?? state?.['email']
    if (typeof name === 'string') return name
  }
  return null
}
