import { useQuery } from '@tanstack/react-query'
import { ENTITLEMENTS, PLAN_LIMITS, PLANS } from '@vectreal/auth-core'
import { Check } from 'lucide-react'
import { usageQuery } from '../../api/usage'
import { may, useOrganization } from '../../app/session'
import { Badge } from '../../ui/badge'
import { PageView, Section } from '../../ui/page'
import { UsageByDay } from '../../ui/usage-by-day'
import { describeLimit, PLAN_NAMES } from '../api-keys/plan-room'
import { useKeyRoom } from '../api-keys/use-key-room'
import { TalkToUs } from './talk-to-us'

const DAYS = 30

export function Component() {
  const organization = useOrganization()
  return (
    <PageView
      title="Plan and usage"
      lead={
        <>
          <bdi>{organization.name}</bdi> is on the {PLAN_NAMES[organization.plan]} plan.
        </>
      }
    >
      {may.manageKeys(organization.role) && <Usage />}
      <Section
        title="Plans"
        lead="Keys that a rotation is replacing don’t count. On a smaller plan your existing keys keep working; only new ones are refused."
      >
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {PLANS.map((plan) => {
            const current = plan === organization.plan
            return (
              <li
                key={plan}
                className={current ? 'card border-accent! p-5 ring-1 ring-accent' : 'card p-5'}
                aria-current={current || undefined}
              >
                <p className="flex items-center justify-between gap-2 font-semibold">
                  {PLAN_NAMES[plan]} {current && <Badge tone="accent">Your plan</Badge>}
                </p>
                <ul className="mt-4 space-y-2 text-sm">
                  <Feature>{capital(describeLimit(PLAN_LIMITS[plan]))}</Feature>
                  <Feature>Usage by key, day and origin</Feature>
                  <Feature>Blocked embeds and key health</Feature>
                  {ENTITLEMENTS[plan].includes('audit_log') && <Feature>Audit log with export</Feature>}
                  {ENTITLEMENTS[plan].includes('company_sign_in') && (
                    <Feature>Company sign-in (OpenID)</Feature>
                  )}
                </ul>
              </li>
            )
          })}
        </ul>
        <p className="text-sm text-muted">
          The platform’s administrator sets the plan. Ask them to change it.
        </p>
        <TalkToUs />
      </Section>
    </PageView>
  )
}

function Feature({ children }: { children: string }) {
  return (
    <li className="flex gap-2">
      <Check aria-hidden size={16} className="mt-0.5 shrink-0 text-ok" />
      {children}
    </li>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Usage() {
  const organization = useOrganization()
  const usage = useQuery(usageQuery({ organizationId: organization.id, by: 'day', days: DAYS }))
  const room = useKeyRoom(organization)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Section title="API keys">
        <div className="card p-5">
          {room === undefined ? (
            <p className="text-sm text-muted">Loading…</p>
          ) : (
            <>
              <p className="text-3xl font-semibold tabular-nums">
                {room.inUse.toLocaleString()}
                <span className="text-base font-normal text-muted"> of {room.limit ?? 'any number'}</span>
              </p>
              {room.limit !== null && (
                <progress
                  className="mt-3 h-2 w-full overflow-hidden rounded-full accent-(--accent-solid)"
                  aria-label="API keys in use"
                  max={room.limit}
                  value={Math.min(room.inUse, room.limit)}
                />
              )}
            </>
          )}
        </div>
      </Section>
      <Section title={`Loads of the last ${DAYS} days`}>
        <UsageByDay query={usage} days={DAYS} />
      </Section>
    </div>
  )
}
