import { useQuery } from '@tanstack/react-query'
import { HeartPulse } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Finding, hygieneQuery } from '../../api/hygiene'
import { may, useOrganization } from '../../app/session'
import { Badge, type Tone } from '../../ui/badge'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { QuotedNames } from '../../ui/quoted-names'
import { EmptyState } from '../../ui/states'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { FindingFix } from './finding-fix'
import { findingText } from './finding-text'
import { ReminderSection } from './reminder-section'

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <KeyHealth /> : <NoKeyAccess title="Key health" />
}

const SEVERITIES: readonly { level: Finding['severity']; title: string; tone: Tone; label: string }[] = [
  { level: 'high', title: 'Mend these first', tone: 'danger', label: 'Important' },
  { level: 'medium', title: 'Worth mending', tone: 'warn', label: 'Should mend' },
  { level: 'low', title: 'Good to know', tone: 'neutral', label: 'Note' },
]

function KeyHealth() {
  const organization = useOrganization()
  const findings = useQuery(hygieneQuery(organization.id))
  return (
    <PageView
      title="Key health"
      lead="What makes a leaked or forgotten key costly, found in your own keys, projects and traffic. Each fix is prepared and safe: no page is ever without a working key."
    >
      <QueryView query={findings}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<HeartPulse aria-hidden size={22} />} title="Your keys are in good health">
              Every key has an end, a small scope and one site, and every project lists its domains.
            </EmptyState>
          ) : (
            <>
              {SEVERITIES.map(({ level, title, tone, label }) => {
                const rows = all.filter(({ severity }) => severity === level)
                return (
                  rows.length > 0 && (
                    <Section key={level} title={title}>
                      <ul className="space-y-3">
                        {rows.map((finding) => (
                          <FindingCard
                            key={`${finding.code} ${finding.keyId ?? finding.projectId}`}
                            finding={finding}
                            badge={<Badge tone={tone}>{label}</Badge>}
                          />
                        ))}
                      </ul>
                    </Section>
                  )
                )
              })}
            </>
          )
        }
      </QueryView>
      {/* After the findings, which would push it down while somebody reads it. */}
      {!findings.isPending && <ReminderSection />}
    </PageView>
  )
}

function FindingCard({ finding, badge }: { finding: Finding; badge: ReactNode }) {
  const { title, why } = findingText(finding)
  const name = (finding.key ?? finding.project)?.name
  return (
    <li className="card flex flex-wrap items-start justify-between gap-x-6 gap-y-4 p-5 text-sm">
      <div className="min-w-0 max-w-2xl flex-1 basis-80">
        <h3 className="user-text flex flex-wrap items-center gap-2 font-semibold">
          <span>
            {name !== undefined && (
              <>
                <bdi>{name}</bdi>:{' '}
              </>
            )}
            {title}
          </span>{' '}
          {badge}
        </h3>
        <p className="user-text mt-1">
          <QuotedNames text={finding.message} />
        </p>
        <p className="mt-1 text-muted">{why}</p>
      </div>
      <FindingFix finding={finding} />
    </li>
  )
}
