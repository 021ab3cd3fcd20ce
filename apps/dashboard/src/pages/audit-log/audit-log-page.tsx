import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download, Lock } from 'lucide-react'
import { useState } from 'react'
import { auditLogQuery, exportUrl } from '../../api/audit-log'
import { memberPages } from '../../api/members'
import { asApiError } from '../../api/problem'
import { may, useOrganization } from '../../app/session'
import { SelectField, TextField } from '../../forms/field'
import { ChooseFromList } from '../../table/choose-from-list'
import { useLongList } from '../../table/use-long-list'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { EmptyState, FailedState, Loading, Note } from '../../ui/states'
import { pageUrl } from '../../url'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { PLAN_NAMES } from '../api-keys/plan-room'
import { ACTION_LABELS, filterLabel } from './action-labels'
import { AuditRow } from './audit-row'
import { useNamesNow } from './use-names-now'

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <AuditLog /> : <NoKeyAccess title="Audit log" />
}

const NO_FILTER = { action: '', actor: '', from: '', to: '' }

function AuditLog() {
  const organization = useOrganization()
  const [filter, setFilter] = useState(NO_FILTER)
  const log = useInfiniteQuery({
    ...auditLogQuery(organization.id, filter),
    placeholderData: keepPreviousData,
  })
  const locked = log.error !== null && asApiError(log.error).code === 'entitlement_required'
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? []
  const members = useLongList((q) => memberPages(organization.id, {}, q))
  const nameNow = useNamesNow(organization.id, entries)
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
          <bdi>{organization.name}</bdi> is on {PLAN_NAMES[organization.plan]}. Everything is recorded anyway,
          so after you move to Business you also see what happened before. Every plan shows who created a key
          and when it was last used.
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-end gap-3">
            <SelectField
              label="Action"
              className="w-auto! text-sm"
              value={filter.action}
              onChange={(event) => setFilter({ ...filter, action: event.target.value })}
            >
              <option value="">All actions</option>
              {Object.keys(ACTION_LABELS).map((action) => (
                <option key={action} value={action}>
                  {filterLabel(action)}
                </option>
              ))}
            </SelectField>
            {members.isSearchedByServer ? (
              <div>
                <p aria-hidden className="mb-1.5 text-sm font-medium">
                  Person
                </p>
                <ChooseFromList
                  label="Person"
                  list={members}
                  optionOf={({ userId, name, email }) => ({ id: userId, name: name || email, hint: email })}
                  search="Search members"
                  every="Everyone"
                  value={filter.actor}
                  onChange={(actor) => setFilter({ ...filter, actor })}
                />
              </div>
            ) : (
              <SelectField
                label="Person"
                className="w-48! text-sm"
                value={filter.actor}
                onChange={(event) => setFilter({ ...filter, actor: event.target.value })}
              >
                <option value="">Everyone</option>
                {members.data?.map(({ userId, name, email }) => (
                  <option key={userId} value={userId}>
                    {name || email}
                  </option>
                ))}
              </SelectField>
            )}
            <TextField
              label="From"
              type="date"
              className="text-sm"
              value={filter.from}
              onChange={(event) => setFilter({ ...filter, from: event.target.value })}
            />
            <TextField
              label="To"
              type="date"
              className="text-sm"
              value={filter.to}
              onChange={(event) => setFilter({ ...filter, to: event.target.value })}
            />
            {Object.values(filter).some((value) => value !== '') && (
              <Button kind="quiet" onClick={() => setFilter(NO_FILTER)}>
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
                <AuditRow
                  key={entry.id}
                  entry={entry}
                  nameNow={nameNow(entry.target)}
                  projectName={(id) => nameNow({ kind: 'project', id })}
                />
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
          {/* Not before: the entries would push it down. */}
          {!log.isPending && (
            <Note title="Verify an export">
              Run <code className="font-mono">npx @vectreal/cli audit verify audit-log.ndjson</code>; it also
              reads the CSV. It recomputes every fingerprint, names each entry that was tampered with, and
              notices when the newest entries are missing. Keep an export elsewhere and pass it as{' '}
              <code className="font-mono">--head</code> later, so that nobody can rewrite the log unnoticed.
            </Note>
          )}
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
