import type { ReactNode } from 'react'
import type { OperatorOrganization } from '../../api/operator'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Time } from '../../ui/time'
import { PLAN_NAMES } from '../api-keys/plan-room'
import { formatBytes } from '../scenes/upload-progress'

interface OrganizationItemProps {
  readonly organization: OperatorOrganization
  readonly onAct: (kind: 'plan' | 'suspend' | 'resume') => void
}

export function OrganizationItem({ organization, onAct }: OrganizationItemProps) {
  const { name, slug, plan, suspendedAt, owners, createdAt, keysInUse, keyLimit } = organization
  return (
    <li className="space-y-3 px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 font-medium">
            <span className="user-text min-w-0">{name}</span>
            <Badge tone="accent">{PLAN_NAMES[plan]}</Badge>
            {suspendedAt !== null && (
              <Badge tone="danger">
                Suspended since <Time at={suspendedAt} />
              </Badge>
            )}
          </h2>
          <p className="user-text text-xs text-muted">
            {slug} · {owners.join(', ') || 'no owner'} · since <Time at={createdAt} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button aria-label={`Change plan of ${name}`} onClick={() => onAct('plan')}>
            Change plan
          </Button>
          {suspendedAt === null ? (
            <Button aria-label={`Suspend ${name}`} onClick={() => onAct('suspend')}>
              Suspend
            </Button>
          ) : (
            <Button aria-label={`End suspension of ${name}`} onClick={() => onAct('resume')}>
              End suspension
            </Button>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4 lg:grid-cols-7">
        <Fact name="Keys">
          {keysInUse.toLocaleString()} of {keyLimit?.toLocaleString() ?? 'any number'}
        </Fact>
        <Fact name="Scenes">{organization.scenes.toLocaleString()}</Fact>
        <Fact name="Projects">{organization.projects.toLocaleString()}</Fact>
        <Fact name="Stored">{formatBytes(organization.storedBytes)}</Fact>
        <Fact name="Members">{organization.members.toLocaleString()}</Fact>
        <Fact name="Loads">{organization.loads.toLocaleString()}</Fact>
        <Fact name="Last load">
          {organization.lastLoadAt === null ? (
            'None yet'
          ) : (
            <Time at={organization.lastLoadAt} show="relative" />
          )}
        </Fact>
      </dl>
    </li>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  )
}
