import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { signingKeyQuery, visitorsQuery } from '../../api/signing-keys'
import type { SigningKey } from '../../api/types'
import { usageQuery } from '../../api/usage'
import { may, useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { Facts, PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Loading, Note } from '../../ui/states'
import { Time } from '../../ui/time'
import { UsageByDay } from '../../ui/usage-by-day'
import { pageUrl } from '../../url'
import { KeyProjects } from '../api-keys/key-projects'
import { isLive, KeyStatusBadge, PersonName } from '../api-keys/key-status'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { OriginTable } from '../api-keys/origin-table'
import { RevokeSigningKeyDialog } from './revoke-signing-key-dialog'
import { VisitorTable } from './visitor-table'

const DAYS = 30

export function Component() {
  const { key: keyId = '' } = useParams()
  const { role } = useOrganization()
  return may.manageKeys(role) ? (
    <LoadSigningKey key={keyId} keyId={keyId} />
  ) : (
    <NoKeyAccess title="Signing keys" />
  )
}

const BACK = { to: pageUrl.signingKeys, label: 'Signing keys' } as const

function LoadSigningKey({ keyId }: { keyId: string }) {
  const organization = useOrganization()
  const query = useQuery(signingKeyQuery(organization.id, keyId))
  return (
    <QueryView
      query={query}
      frame={(state) => (
        <PageView title="Signing key" back={BACK}>
          {state}
        </PageView>
      )}
    >
      {(signingKey) => <SigningKeyView signingKey={signingKey} />}
    </QueryView>
  )
}

function SigningKeyView({ signingKey }: { signingKey: SigningKey }) {
  const [search, setSearch] = useSearchParams()
  const [revoking, setRevoking] = useState(search.get('open') === 'revoke' && isLive(signingKey))
  const close = useCallback(() => {
    setRevoking(false)
    setSearch({}, { replace: true })
  }, [setSearch])
  return (
    <PageView
      title={signingKey.name}
      badge={<KeyStatusBadge status={signingKey.status} />}
      back={BACK}
      actions={
        isLive(signingKey) && (
          <Button icon={<Trash2 aria-hidden size={15} />} onClick={() => setRevoking(true)}>
            Revoke
          </Button>
        )
      }
    >
      <Ending signingKey={signingKey} />
      <div className="card">
        <Facts items={factsOf(signingKey)} />
      </div>
      <Usage keyId={signingKey.id} />
      {revoking && <RevokeSigningKeyDialog signingKey={signingKey} onClose={close} />}
    </PageView>
  )
}

function factsOf(key: SigningKey): Parameters<typeof Facts>[0]['items'] {
  return [
    [
      'ID (kid)',
      <code key="id" className="user-text">
        {key.id}
      </code>,
    ],
    [
      'Public key',
      <code key="public" className="user-text">
        {key.publicKey}
      </code>,
    ],
    ['Projects', <KeyProjects key="projects" projects={key.projects} />],
    [
      'Created',
      <span key="created">
        <Time at={key.createdAt} show="date-time" /> by <PersonName person={key.createdBy} />
      </span>,
    ],
    [
      'Expires',
      key.expiresAt === null ? 'Never' : <Time key="expires" at={key.expiresAt} show="date-time" />,
    ],
    [
      'Last used',
      key.lastUsedAt === null ? (
        'Never used'
      ) : (
        <span key="used">
          <Time at={key.lastUsedAt} show="relative" />
          {key.lastUsedOrigin !== null && ` from ${key.lastUsedOrigin}`}
        </span>
      ),
    ],
  ]
}

function Ending({ signingKey: { status, expiresAt, revokedAt, revokedBy } }: { signingKey: SigningKey }) {
  switch (status) {
    case 'revoked':
      return (
        <Note tone="danger" title="This key is revoked">
          Since <Time at={revokedAt ?? ''} show="date-time" />
          {revokedBy !== null && (
            <>
              , by <PersonName person={revokedBy} />
            </>
          )}
          . Every token that it signed is refused, and it cannot be brought back.
        </Note>
      )
    case 'expired':
      return (
        <Note tone="warn" title="This key has expired">
          Tokens that it signed are refused. Create another one for your server.
        </Note>
      )
    case 'expiring':
      return (
        <Note tone="warn" title="This key ends soon">
          It works until <Time at={expiresAt ?? ''} show="date-time" />. Create another one, let your server
          sign with that, then revoke this one.
        </Note>
      )
    default:
      return null
  }
}

function Usage({ keyId }: { keyId: string }) {
  const { id: organizationId } = useOrganization()
  const asked = { organizationId, keyId, kind: 'signing_key', days: DAYS } as const
  const byDay = useQuery(usageQuery({ ...asked, by: 'day' }))
  const byOrigin = useQuery(usageQuery({ ...asked, by: 'origin' }))
  const visitors = useQuery(visitorsQuery(organizationId, keyId, DAYS))
  return (
    <>
      <Section title={`The last ${DAYS} days`}>
        <UsageByDay query={byDay} days={DAYS} />
      </Section>
      <Section title="Visitors" lead="As your tokens name them (sub), over the same days.">
        <QueryView query={visitors} loading={<Loading rows={2} />}>
          {(buckets) => <VisitorTable buckets={buckets} />}
        </QueryView>
      </Section>
      <Section title="Where it is used" lead="Origins as browsers and programs sent them.">
        <QueryView query={byOrigin} loading={<Loading rows={2} />}>
          {(buckets) => <OriginTable buckets={buckets} />}
        </QueryView>
      </Section>
    </>
  )
}
