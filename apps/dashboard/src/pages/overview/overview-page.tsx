import { useQuery } from '@tanstack/react-query'
import { Activity, ArrowRight, KeyRound, ShieldAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { findingCountsQuery } from '../../api/hygiene'
import { fewProjectsQuery } from '../../api/projects'
import { lastDays, usageQuery } from '../../api/usage'
import { may, useOrganization } from '../../app/session'
import { ButtonLink } from '../../ui/button'
import { PageView, Section } from '../../ui/page'
import { UsageByDay } from '../../ui/usage-by-day'
import { docsUrl, pageUrl } from '../../url'
import { describeLimit } from '../api-keys/plan-room'
import { useKeyRoom } from '../api-keys/use-key-room'

const DAYS = 30

export function Component() {
  const organization = useOrganization()
  return (
    <PageView title={organization.name} lead="Recent activity and anything that needs attention.">
      {may.manageKeys(organization.role) ? <ManagerOverview /> : <ReaderOverview />}
    </PageView>
  )
}

function ManagerOverview() {
  const organization = useOrganization()
  const projects = useQuery(fewProjectsQuery(organization.id))
  const findings = useQuery(findingCountsQuery(organization.id))
  const usage = useQuery(usageQuery({ organizationId: organization.id, by: 'day', days: DAYS }))
  const [[yesterday = '']] = useState(() => lastDays(2))
  const room = useKeyRoom(organization)
  const blocked = usage.data
    ?.filter(({ day = '' }) => day >= yesterday)
    .reduce((sum, { refusals }) => sum + refusals, 0)
  const found = findings.data && findings.data.high + findings.data.medium + findings.data.low

  return (
    <>
      {projects.data?.length === 0 && (
        <div className="card flex flex-wrap items-center justify-between gap-4 p-6">
          <div>
            <p className="font-semibold">Embed your first scene</p>
            <p className="mt-1 text-sm text-muted">
              A project, a model, a key and the finished snippet, in three minutes.
            </p>
          </div>
          <ButtonLink to={pageUrl.setup} kind="primary">
            Start the setup
          </ButtonLink>
        </div>
      )}
      <ul className="grid gap-4 sm:grid-cols-3">
        <Figure
          to={pageUrl.apiKeys}
          icon={<KeyRound aria-hidden size={18} />}
          label="Live API keys"
          value={room?.inUse}
          note={room && `Your plan includes ${describeLimit(room.limit)}`}
        />
        <Figure
          to={pageUrl.blockedEmbeds}
          icon={<ShieldAlert aria-hidden size={18} />}
          label="Blocked embeds since yesterday"
          value={blocked}
          note={blocked === 0 ? 'Every page loaded its scene' : 'See which pages and why'}
        />
        <Figure
          to={pageUrl.keyHealth}
          icon={<Activity aria-hidden size={18} />}
          label="Key health findings"
          value={found}
          note={found === 0 ? 'No issues' : 'Each with a suggested fix'}
        />
      </ul>
      <Section title={`Loads of the last ${DAYS} days`}>
        <UsageByDay query={usage} days={DAYS} />
      </Section>
      <Guides />
    </>
  )
}

function ReaderOverview() {
  return (
    <>
      <div className="card space-y-3 p-6 text-sm">
        <p>
          You see the projects and scenes of this organization. Owners and admins manage its keys and domains.
        </p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={pageUrl.scenes} kind="primary">
            Scenes
          </ButtonLink>
          <ButtonLink to={pageUrl.projects}>Projects</ButtonLink>
        </div>
      </div>
      <Guides />
    </>
  )
}

function Figure({
  to,
  icon,
  label,
  value,
  note,
}: {
  to: string
  icon: ReactNode
  label: string
  value: number | undefined
  note: string | undefined
}) {
  return (
    <li className="card relative p-5 hover:border-line-strong">
      <Link
        to={to}
        className="flex items-center gap-2 text-sm font-medium text-muted after:absolute after:inset-0 after:rounded-xl"
      >
        {icon}
        {label}
      </Link>
      <p className="mt-2 text-3xl font-semibold tabular-nums">{value?.toLocaleString() ?? '–'}</p>
      <p className="mt-1 text-sm text-muted">{note ?? 'Loading…'}</p>
    </li>
  )
}

const GUIDES = [
  [docsUrl.reactViewer, 'React viewer', 'A provider and a component; your page stays in charge.'],
  [docsUrl.rotation, 'Rotate a key', 'Create the new key, deploy it, and let the old one expire.'],
  [docsUrl.threatModel, 'What protects a public key', 'And what allowed domains don’t stop.'],
] as const

function Guides() {
  return (
    <Section title="Guides">
      <ul className="grid gap-4 sm:grid-cols-3">
        {GUIDES.map(([href, title, text]) => (
          <li key={href} className="card relative p-5 hover:border-line-strong">
            <a
              href={href}
              className="flex items-center justify-between gap-2 text-sm font-semibold after:absolute after:inset-0 after:rounded-xl"
            >
              {title}
              <ArrowRight aria-hidden size={16} className="text-muted" />
            </a>
            <p className="mt-1 text-sm text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
