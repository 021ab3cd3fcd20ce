import { KeyRound, Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { apiKeyPages, type IssuedKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { chooseOrganization, may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { useLongList } from '../../table/use-long-list'
import { Button } from '../../ui/button'
import { counted } from '../../ui/counted'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState } from '../../ui/states'
import { docsUrl } from '../../url'
import { keyColumns } from './key-columns'
import { LimitNote } from './limit-note'
import { NoKeyAccess } from './no-key-access'
import { describeLimit } from './plan-room'
import { useKeyRoom } from './use-key-room'
import { RevokeKeyDialog } from './revoke-key-dialog'

// Forms bring their validation along; the page shows without it.
const CreateKeyDialog = lazy(async () => ({ default: (await import('./create-key-dialog')).CreateKeyDialog }))
const RotateKeyDialog = lazy(async () => ({ default: (await import('./rotate-key-dialog')).RotateKeyDialog }))
const KeyRevealDialog = lazy(async () => ({ default: (await import('./key-reveal-dialog')).KeyRevealDialog }))

/** What is open; closing `issued` drops the token. */
type OpenDialog =
  | { kind: 'issued'; issued: IssuedKey }
  | { kind: 'rotate'; apiKey: ApiKey }
  | { kind: 'revoke'; apiKey: ApiKey }
  | null

const FILTERS = {
  all: { label: 'All keys', state: undefined },
  live: { label: 'Live keys', state: 'live' },
  expiring: { label: 'Expiring soon', state: 'expiring' },
  ended: { label: 'Expired or revoked', state: 'ended' },
} as const

export function Component() {
  const organization = useOrganization()
  return may.manageKeys(organization.role) ? <ApiKeys /> : <NoKeyAccess />
}

function ApiKeys() {
  const organization = useOrganization()
  const [search, setSearch] = useSearchParams()
  const creating = search.has('create')
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [filter, setFilter] = useState<keyof typeof FILTERS>('all')
  const keys = useLongList((q) => apiKeyPages(organization.id, FILTERS[filter].state, q))
  const close = useCallback(() => setDialog(null), [])
  const issuedFor = dialog?.kind === 'issued' ? dialog.issued.apiKey.organizationId : organization.id
  const closeIssued = useCallback(() => {
    setDialog(null)
    // The new key is on that organization's list. Choosing it sooner would take the token from the screen.
    if (issuedFor !== organization.id) chooseOrganization(issuedFor)
  }, [issuedFor, organization.id])
  const closeCreate = useCallback(() => setSearch({}, { replace: true }), [setSearch])
  const openCreate = () => setSearch({ create: '1' })
  const columns = useMemo(
    () =>
      keyColumns({
        onRotate: (apiKey) => setDialog({ kind: 'rotate', apiKey }),
        onRevoke: (apiKey) => setDialog({ kind: 'revoke', apiKey }),
      }),
    [],
  )
  const room = useKeyRoom(organization)

  return (
    <PageView
      title="API keys"
      lead={
        <>
          A key lets your pages show the published scenes of its projects. It is visible to every visitor;
          what protects you is its small scope, its expiry, and the domains of each project.{' '}
          <a className="link" href={docsUrl.reactViewer}>
            React viewer guide
          </a>
        </>
      }
      actions={
        <Button kind="primary" icon={<Plus aria-hidden size={17} />} onClick={openCreate}>
          Create API key
        </Button>
      }
    >
      {room?.full && <LimitNote room={room} organization={organization.name} />}
      <QueryView query={keys}>
        {(all) =>
          all.length === 0 && filter === 'all' && keys.search === '' ? (
            <EmptyState
              icon={<KeyRound aria-hidden size={22} />}
              title="No API keys yet"
              action={
                <a className="link text-sm" href={docsUrl.home}>
                  Read how keys, projects and domains work together
                </a>
              }
            >
              Create one for each site that shows your scenes. Your plan includes{' '}
              {describeLimit(room?.limit ?? null)}.
            </EmptyState>
          ) : (
            <DataTable
              label="API keys"
              columns={columns}
              rows={all}
              list={keys}
              rowId={({ id }) => id}
              initialSort={[{ id: 'createdAt', desc: true }]}
              search="Search keys"
              noMatch="No key matches."
              filtered={filter}
              filters={
                <>
                  <FilterSelect label="Show" value={filter} options={FILTERS} onChange={setFilter} />
                  {room && (
                    <p className="ml-auto text-sm text-muted">
                      {room.limit === null
                        ? counted(room.inUse, 'live key')
                        : `${room.inUse.toLocaleString()} of ${counted(room.limit, 'key')} in use`}
                    </p>
                  )}
                </>
              }
            />
          )
        }
      </QueryView>
      <Suspense fallback={null}>
        {creating && (
          <CreateKeyDialog
            defaults={{ projectIds: search.getAll('project'), name: search.get('name') ?? '' }}
            onCreated={(issued) => {
              closeCreate()
              setDialog({ kind: 'issued', issued })
            }}
            onClose={closeCreate}
          />
        )}
        {dialog?.kind === 'issued' && <KeyRevealDialog issued={dialog.issued} onClose={closeIssued} />}
        {dialog?.kind === 'rotate' && (
          <RotateKeyDialog
            apiKey={dialog.apiKey}
            onRotated={(issued) => setDialog({ kind: 'issued', issued })}
            onClose={close}
          />
        )}
        {dialog?.kind === 'revoke' && <RevokeKeyDialog apiKey={dialog.apiKey} onClose={close} />}
      </Suspense>
    </PageView>
  )
}
