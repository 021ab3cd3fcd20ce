/** Credentials that somebody has found in public. Where there is none, nothing is shown. */
import type { Leak } from '@vectreal/scene-api/schemas'
import { Link } from 'react-router'
import { leakPages } from '../../api/leaks'
import { useOrganization } from '../../app/session'
import { MoreButton } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { Badge } from '../../ui/badge'
import { Section } from '../../ui/page'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'

const NOUN = { api_key: 'API key', service_token: 'Service token', signing_key: 'Signing key' } as const

export function LeaksSection() {
  const organization = useOrganization()
  const list = useLongList(() => leakPages(organization.id))
  const leaks = list.data ?? []
  if (leaks.length === 0) return null
  return (
    <Section title="Found in public" lead="Reported by GitHub’s secret scanning or by someone else.">
      <ul className="card divide-y divide-line" aria-label="Found in public">
        {leaks.map((leak) => (
          <li key={leak.id} className="space-y-1 px-4 py-3 text-sm">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="user-text font-medium">
                {NOUN[leak.kind]} {leak.credential.name}
              </span>
              <span className="font-mono text-muted">…{leak.credential.preview}</span>
              <Verdict leak={leak} />
              <span className="text-muted">
                <Time at={leak.seenAt} />
              </span>
            </div>
            {leak.url !== null && <p className="user-text text-xs text-muted">{leak.url}</p>}
            {leak.isLive &&
              leak.exposure?.weaknesses.map(({ code, projectId, message }) => (
                <p key={`${projectId} ${code}`} className="user-text">
                  {message}
                </p>
              ))}
            {leak.isLive && <Fix leak={leak} />}
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </Section>
  )
}

function Verdict({ leak: { kind, endedAt, isLive, exposure } }: { leak: Leak }) {
  if (endedAt !== null) return <Badge tone="ok">Revoked immediately</Badge>
  if (!isLive) return <Badge tone="ok">Has ended</Badge>
  if (kind !== 'api_key') return <Badge tone="danger">Still works</Badge>
  return exposure?.isAllowlistInForce ? (
    <Badge tone="ok">Allowed domains protect it</Badge>
  ) : (
    <Badge tone="warn">Allowed domains are too wide</Badge>
  )
}

function Fix({ leak: { kind, credential } }: { leak: Leak }) {
  if (kind === 'service_token') {
    return (
      <Link className="link" to={pageUrl.serviceTokens}>
        Revoke it
      </Link>
    )
  }
  if (kind === 'signing_key') {
    return (
      <Link className="link" to={pageUrl.signingKey(credential.id, 'revoke')}>
        Revoke it
      </Link>
    )
  }
  return (
    <Link className="link" to={pageUrl.apiKey(credential.id, 'rotate')}>
      Rotate it
    </Link>
  )
}
