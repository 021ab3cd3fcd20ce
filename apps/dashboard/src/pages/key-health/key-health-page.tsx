import { useQuery } from '@tanstack/react-query'
import { HeartPulse } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Finding, findingCountsQuery, findingPages } from '../../api/hygiene'
import { may, useOrganization } from '../../app/session'
import { LongListView } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { Badge, type Tone } from '../../ui/badge'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { QuotedNames } from '../../ui/quoted-names'
import { EmptyState } from '../../ui/states'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { FindingFix } from './finding-fix'
import { findingText } from './finding-text'
import { LeaksSection } from './leaks-section'
import { ReminderSection } from './reminder-section'

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <KeyHealth /> : <NoKeyAccess title="Key health" />
}

const SEVERITIES: readonly { level: Finding['severity']; title: string; tone: Tone; label: string }[] = [
  { level: 'high', title: 'Fix first', tone: 'danger', label: 'Important' },
  { level: 'medium', title: 'Fix soon', tone: 'warn', label: 'Medium' },
  { level: 'low', title: 'Good to know', tone: 'neutral', label: 'Note' },
]

function KeyHealth() {
  const organization = useOrganization()
  const findings = useLongList((q) => findingPages(organization.id, q))
  const counts = useQuery(findingCountsQuery(organization.id)).data
  return (
    <PageView
      title="Key health"
      lead="Risks found in your keys, projects and traffic, each with a fix that never leaves a page without a working key."
    >
      <QueryView query={findings}>
        {(all) =>
          all.length === 0 && findings.search === '' ? (
            <EmptyState icon={<HeartPulse aria-hidden size={22} />} title="No issues">
              Every key expires, covers few projects and is used on one site, and every project lists its
              domains.
            </EmptyState>
          ) : (
            <LongListView
              list={findings}
              search="Search keys and projects"
              noMatch="No findings for this key or project."
              textOf={nameOf}
            >
              {(shown) =>
                SEVERITIES.map(({ level, title, tone, label }) => {
                  const rows = shown.filter(({ severity }) => severity === level)
                  return (
                    rows.length > 0 && (
                      <Section key={level} title={titleWithCount(title, counts?.[level], rows.length)}>
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
                })
              }
            </LongListView>
          )
        }
      </QueryView>
      {/* After the findings, which would push it down while somebody reads it. */}
      {(findings.data !== undefined || findings.isError) && (
        <>
          <LeaksSection />
          <ReminderSection />
        </>
      )}
    </PageView>
  )
}

/** Says how many there are where not all of them are shown. */
function titleWithCount(title: string, count: number | undefined, shown: number): string {
  return count === undefined || count <= shown ? title : `${title} (${shown} of ${count.toLocaleString()})`
}

const nameOf = ({ key, project }: Finding): string => (key ?? project)?.name ?? ''

function FindingCard({ finding, badge }: { finding: Finding; badge: ReactNode }) {
  const { title, why } = findingText(finding)
  const name = nameOf(finding)
  return (
    <li className="card flex flex-wrap items-start justify-between gap-x-6 gap-y-4 p-5 text-sm">
      <div className="min-w-0 max-w-2xl flex-1 basis-80">
        <h3 className="user-text flex flex-wrap items-center gap-2 font-semibold">
          <span>
            {name !== '' && (
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
