import { useQuery } from '@tanstack/react-query'
import { Pencil, RotateCw, Trash2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { apiKeyQuery, type IssuedKey } from '../../api/api-keys'
import type { ApiKey } from '../../api/types'
import { usageQuery } from '../../api/usage'
import { may, useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { Facts, PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Loading, Note } from '../../ui/states'
import { Time } from '../../ui/time'
import { UsageByDay } from '../../ui/usage-by-day'
import { pageUrl } from '../../url'
import { KeyProjects } from './key-projects'
import { isLive, KeyPreview, KeyStatusBadge, PersonName } from './key-status'
import { NoKeyAccess } from './no-key-access'
import { OriginTable } from './origin-table'
import { RevokeKeyDialog } from './revoke-key-dialog'
import { RotationCockpit } from './rotation-cockpit'

// Forms bring their validation along; the page shows without it.
const EditKeyDialog = lazy(async () => ({ default: (await import('./edit-key-dialog')).EditKeyDialog }))
const RotateKeyDialog = lazy(async () => ({ default: (await import('./rotate-key-dialog')).RotateKeyDialog }))
const KeyRevealDialog = lazy(async () => ({ default: (await import('./key-reveal-dialog')).KeyRevealDialog }))

const DAYS = 30

export function Component() {
  const { key: keyId = '' } = useParams()
  const organization = useOrganization()
  return may.manageKeys(organization.role) ? <LoadKey key={keyId} keyId={keyId} /> : <NoKeyAccess />
}

function LoadKey({ keyId }: { keyId: string }) {
  const organization = useOrganization()
  const query = useQuery(apiKeyQuery(organization.id, keyId))
  return (
    <QueryView
      query={query}
      frame={(state) => (
        <PageView title="API key" back={{ to: pageUrl.apiKeys, label: 'API keys' }}>
          {state}
        </PageView>
      )}
    >
      {(apiKey) => <KeyView apiKey={apiKey} />}
    </QueryView>
  )
}

type OpenDialog = { kind: 'issued'; issued: IssuedKey } | { kind: 'rotate' | 'revoke' | 'edit' } | null

function KeyView({ apiKey }: { apiKey: ApiKey }) {
  const organization = useOrganization()
  const [search, setSearch] = useSearchParams()
  const [dialog, setDialog] = useState<OpenDialog>(() => openFromLink(search.get('open'), apiKey))
  const close = useCallback(() => {
    setDialog(null)
    setSearch({}, { replace: true })
  }, [setSearch])
  const usage = { organizationId: organization.id, keyId: apiKey.id, days: DAYS }
  const byDay = useQuery(usageQuery({ ...usage, by: 'day' }))
  const byOrigin = useQuery(usageQuery({ ...usage, by: 'origin' }))
  const live = isLive(apiKey)

  return (
    <PageView
      title={apiKey.name}
      badge={<KeyStatusBadge status={apiKey.status} />}
      lead={apiKey.description && <p className="user-text whitespace-pre-line">{apiKey.description}</p>}
      back={{ to: pageUrl.apiKeys, label: 'API keys' }}
      actions={
        <>
          <Button icon={<Pencil aria-hidden size={15} />} onClick={() => setDialog({ kind: 'edit' })}>
            Edit
          </Button>
          {live && apiKey.replacedById === null && (
            <Button icon={<RotateCw aria-hidden size={15} />} onClick={() => setDialog({ kind: 'rotate' })}>
              Rotate
            </Button>
          )}
          {live && (
            <Button icon={<Trash2 aria-hidden size={15} />} onClick={() => setDialog({ kind: 'revoke' })}>
              Revoke
            </Button>
          )}
        </>
      }
    >
      <Ending apiKey={apiKey} />
      <RotationCockpit apiKey={apiKey} />
      <div className="card">
        <Facts
          items={[
            ['Key', <KeyPreview key="preview" preview={apiKey.preview} />],
            ['Projects', <KeyProjects key="projects" projects={apiKey.projects} />],
            [
              'Created',
              <span key="created">
                <Time at={apiKey.createdAt} show="date-time" /> by <PersonName person={apiKey.createdBy} />
              </span>,
            ],
            [
              'Expires',
              apiKey.expiresAt === null ? (
                'Never'
              ) : (
                <Time key="expires" at={apiKey.expiresAt} show="date-time" />
              ),
            ],
            [
              'Last used',
              apiKey.lastUsedAt === null ? (
                'Never used'
              ) : (
                <span key="used">
                  <Time at={apiKey.lastUsedAt} show="relative" />
                  {apiKey.lastUsedOrigin !== null && ` from ${apiKey.lastUsedOrigin}`}
                </span>
              ),
            ],
            ['External ID', apiKey.externalId ?? 'None'],
          ]}
        />
      </div>
      <Section title={`The last ${DAYS} days`}>
        <UsageByDay query={byDay} days={DAYS} />
      </Section>
      <Section
        title="Where it is used"
        lead="Origins as browsers and programs sent them, over the same days."
      >
        <QueryView query={byOrigin} loading={<Loading rows={2} />}>
          {(buckets) => <OriginTable buckets={buckets} />}
        </QueryView>
      </Section>
      <History apiKey={apiKey} />
      <Suspense fallback={null}>
        {dialog?.kind === 'issued' && <KeyRevealDialog issued={dialog.issued} onClose={close} />}
        {dialog?.kind === 'edit' && <EditKeyDialog apiKey={apiKey} onClose={close} />}
        {dialog?.kind === 'revoke' && <RevokeKeyDialog apiKey={apiKey} onClose={close} />}
        {dialog?.kind === 'rotate' && (
          <RotateKeyDialog
            apiKey={apiKey}
            projectIds={search.getAll('project')}
            onRotated={(issued) => setDialog({ kind: 'issued', issued })}
            onClose={close}
          />
        )}
      </Suspense>
    </PageView>
  )
}

/** A finding elsewhere may link to the dialog that fixes it. */
function openFromLink(open: string | null, apiKey: ApiKey): OpenDialog {
  if (!isLive(apiKey)) return null
  if (open === 'rotate' && apiKey.replacedById === null) return { kind: 'rotate' }
  return open === 'revoke' ? { kind: 'revoke' } : null
}

function Ending({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.projects.length === 0 && isLive(apiKey)) {
    return (
      <Note tone="danger" title="This key has no project left">
        Its projects were deleted, so every request with it is refused. Revoke it and create another one.
      </Note>
    )
  }
  switch (apiKey.status) {
    case 'revoked':
      return (
        <Note tone="danger" title="This key is revoked">
          {apiKey.revokedAt !== null && (
            <>
              Since <Time at={apiKey.revokedAt} show="date-time" />
              {apiKey.revokedBy !== null && (
                <>
                  , by <PersonName person={apiKey.revokedBy} />
                </>
              )}
              . It cannot be brought back.
            </>
          )}
        </Note>
      )
    case 'expired':
      return (
        <Note tone="warn" title="This key has expired">
          Pages that still use it fail. Create a new key for them.
        </Note>
      )
    case 'expiring':
      return (
        <Note tone="warn" title="This key ends soon">
          {apiKey.expiresAt !== null && (
            <>
              It works until <Time at={apiKey.expiresAt} show="date-time" />. Rotate it, and put the new key
              into your pages during the overlap.
            </>
          )}
        </Note>
      )
    default:
      return null
  }
}

/** What happened to the key, from its own dates; the audit log has more where the plan includes it. */
function History({ apiKey }: { apiKey: ApiKey }) {
  const {
    createdAt,
    createdBy,
    rotatedFromId,
    replacedById,
    revokesAt,
    revokedAt,
    revokedBy,
    expiresAt,
    status,
  } = apiKey
  return (
    <Section title="History">
      <ol className="card divide-y divide-line text-sm">
        <Moment at={createdAt}>
          Created by <PersonName person={createdBy} />
          {rotatedFromId !== null && (
            <>
              , in place of{' '}
              <Link className="link" to={pageUrl.apiKey(rotatedFromId)}>
                an older key
              </Link>
            </>
          )}
        </Moment>
        {replacedById !== null && (
          <Moment at={revokesAt}>
            Replaced by{' '}
            <Link className="link" to={pageUrl.apiKey(replacedById)}>
              a newer key
            </Link>
            {status === 'rotating' && '; both work until the overlap ends'}
          </Moment>
        )}
        {revokedAt !== null && (
          <Moment at={revokedAt}>
            Revoked
            {revokedBy !== null && (
              <>
                {' by '}
                <PersonName person={revokedBy} />
              </>
            )}
          </Moment>
        )}
        {status === 'expired' && expiresAt !== null && <Moment at={expiresAt}>Expired</Moment>}
      </ol>
    </Section>
  )
}

function Moment({ at, children }: { at: string | null; children: ReactNode }) {
  return (
    <li className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-5 py-3">
      <span className="user-text">{children}</span>
      {at !== null && (
        <span className="text-muted">
          <Time at={at} show="date-time" />
        </span>
      )}
    </li>
  )
}
