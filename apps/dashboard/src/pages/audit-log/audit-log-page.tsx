import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download, Lock } from 'lucide-react'
import { useState } from 'react'
import { asApiError } from '../../api/problem'
import { type AuditEntry, auditLogQuery, exportUrl } from '../../api/audit-log'
import { may, useOrganization } from '../../app/session'
import { TextField } from '../../forms/field'
import { Badge } from '../../ui/badge'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { EmptyState, FailedState, Loading, Note } from '../../ui/states'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { PLAN_NAMES } from '../api-keys/plan-room'
import { actionLabel, ACTION_LABELS, withinSentence } from './action-labels'

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <AuditLog /> : <NoKeyAccess title="Audit log" />
}

function AuditLog() {
  const organization = useOrganization()
  const [filter, setFilter] = useState({ action: '', from: '', to: '' })
  const log = useInfiniteQuery({
    ...auditLogQuery(organization.id, filter),
    placeholderData: keepPreviousData,
  })
  const locked = log.error !== null && asApiError(log.error).code === 'entitlement_required'
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <PageView
      title="Audit log"
      lead="Who did what, when and from where. Entries cannot be changed or removed, and each carries the fingerprint of the one before it."
      actions={
        !locked && (
          <>
            <DownloadLink href={exportUrl(organization.id, 'csv', filter)}>Export CSV</DownloadLink>
            <DownloadLink href={exportUrl(organization.id, 'ndjson', filter)}>Export NDJSON</DownloadLink>
          </>
        )
      }
    >
      {locked ? (
        <EmptyState
          icon={<Lock aria-hidden size={22} />}
          title="The audit log is part of Business and Enterprise"
          action={<ButtonLink to={pageUrl.plan}>Compare plans</ButtonLink>}
        >
          <bdi>{organization.name}</bdi> is on {PLAN_NAMES[organization.plan]}. Everything is recorded all the
          same, so after a move to Business you also see what happened before. Who made a key and when it was
          last used stays visible on every plan.
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-end gap-3">
            <label className="text-sm font-medium">
              <span className="mb-1.5 block">Action</span>
              <select
                className="control w-auto! text-sm"
                value={filter.action}
                onChange={(event) => setFilter({ ...filter, action: event.target.value })}
              >
                <option value="">Every action</option>
                {Object.entries(ACTION_LABELS).map(([action, label]) => (
                  <option key={action} value={action}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <TextField
              label="From"
              type="date"
              value={filter.from}
              onChange={(event) => setFilter({ ...filter, from: event.target.value })}
            />
            <TextField
              label="To"
              type="date"
              value={filter.to}
              onChange={(event) => setFilter({ ...filter, to: event.target.value })}
            />
            {(filter.action !== '' || filter.from !== '' || filter.to !== '') && (
              <Button kind="quiet" onClick={() => setFilter({ action: '', from: '', to: '' })}>
                Clear
              </Button>
            )}
          </div>
          {log.isError && log.data === undefined ? (
            <FailedState error={log.error} onRetry={() => void log.refetch()} />
          ) : log.isPending ? (
            <Loading />
          ) : entries.length === 0 ? (
            <p role="status" className="card px-5 py-10 text-center text-sm text-muted">
              No entry matches.
            </p>
          ) : (
            <ol aria-label="Audit log" className="card divide-y divide-line text-sm">
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ol>
          )}
          {log.hasNextPage && (
            <div className="flex justify-center">
              <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                Show older entries
              </Button>
            </div>
          )}
          <Note title="Verify an export">
            Run <code className="font-mono">npx @vectreal/cli audit verify audit-log.ndjson</code>; it reads
            the CSV as well. It recomputes every fingerprint, names each entry that was tampered with, and
            notices newest entries that are missing. Keep an export elsewhere and pass it as{' '}
            <code className="font-mono">--head</code> later: then nobody can write the log anew unnoticed.
          </Note>
        </>
      )}
    </PageView>
  )
}

function DownloadLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      download
      className="inline-flex min-h-10 items-center gap-2 rounded-lg border border-line-strong bg-surface px-3.5 py-1.5 text-sm font-medium hover:bg-raised"
    >
      <Download aria-hidden size={16} />
      {children}
    </a>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { actor, target, at, address, requestId, before, after } = entry
  return (
    <li className="px-5 py-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="user-text min-w-0">
          <strong className="font-medium">
            <bdi>{actor.name || actor.email}</bdi>
          </strong>{' '}
          {actor.kind !== 'user' && <Badge>{actor.kind.replace('_', ' ')}</Badge>}{' '}
          <span className="text-muted">{withinSentence(actionLabel(entry.action))}</span>{' '}
          {targetName(entry) !== null && <bdi className="font-medium">{targetName(entry)}</bdi>}
        </p>
        <span className="text-muted">
          <Time at={at} show="date-time" />
        </span>
      </div>
      <details className="mt-1 text-xs text-muted">
        <summary className="w-fit hover:text-text">Details</summary>
        <dl className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2">
          <Fact name="Target" value={`${target.kind} ${target.id}`} />
          <Fact name="Address" value={address} />
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
function targetName({ before, after }: AuditEntry): string | null {
  for (const state of [after, before]) {
    const name = state?.['name'] ?? state?.['email']
    if (typeof name === 'string') return name
  }
  return null
}
