import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { apiKeysQuery, type IssuedKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { chooseOrganization, may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { Button, ButtonLink } from '../../ui/button'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState, Note } from '../../ui/states'
import { docsUrl, pageUrl } from '../../url'
import { keyColumns } from './key-columns'
import { isLive } from './key-status'
import { LimitNote } from './limit-note'
import { NoKeyAccess } from './no-key-access'
import { describeLimit, planRoom } from './plan-room'
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
  all: { label: 'All keys', keep: () => true },
  live: { label: 'Live keys', keep: isLive },
  expiring: { label: 'Expiring soon', keep: ({ status }: ApiKey) => status === 'expiring' },
  ended: { label: 'Expired or revoked', keep: (key: ApiKey) => !isLive(key) },
} as const

export function Component() {
  const organization = useOrganization()
  return may.manageKeys(organization.role) ? <ApiKeys /> : <NoKeyAccess />
}

function ApiKeys() {
  const organization = useOrganization()
  const keys = useQuery(apiKeysQuery(organization.id))
  const [search, setSearch] = useSearchParams()
  const creating = search.has('create')
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const [filter, setFilter] = useState<keyof typeof FILTERS>('all')
  const close = useCallback(() => setDialog(null), [])
  const issuedFor = dialog?.kind === 'issued' ? dialog.issued.apiKey.organizationId : organization.id
  const closeIssued = useCallback(() => {
    setDialog(null)
    // The new key is on that organization's list. Choosing it sooner would take the token from the screen.
    if (issuedFor !== organization.id) chooseOrganization(issuedFor)
  }, [issuedFor, organization.id])
  const [replaced, setReplaced] = useState<string | null>(null)
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
  const shown = useMemo(() => keys.data?.filter(FILTERS[filter].keep) ?? [], [keys.data, filter])
  const room = keys.data && planRoom(organization.plan, keys.data)

  return (
    <PageView
      title="API keys"
      lead={
        <>
          A key lets your pages show the published scenes of its projects. It is visible to every visitor;
          what protects you is its small scope, its end, and the domains of each project.{' '}
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
      {replaced !== null && dialog === null && (
        <Note
          tone="ok"
          role="status"
          title="The new key works, and the old one still does"
          actions={
            <>
              <ButtonLink to={pageUrl.apiKey(replaced)}>See who still uses the old key</ButtonLink>
              <ButtonLink to={pageUrl.apiKey(replaced, 'revoke')}>Revoke the old key</ButtonLink>
            </>
          }
        >
          Put the new key into your pages first. Revoke the old one when nobody uses it any more.
        </Note>
      )}
      {room?.full && <LimitNote room={room} organization={organization.name} />}
      <QueryView query={keys}>
        {(all) =>
          all.length === 0 ? (
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
              rows={shown}
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
                        ? `${room.inUse} live keys`
                        : `${room.inUse} of ${room.limit} keys in use`}
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
              setReplaced(search.get('replaces'))
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
