/** Before saving: which of the last 30 days' traffic the change would refuse. */
import { useQuery } from '@tanstack/react-query'
import { compileAllowlist } from '@vectreal/auth-core'
import { usageQuery } from '../../api/usage'
import { useOrganization } from '../../app/session'
import { Note } from '../../ui/states'
import { mergeOrigins } from '../api-keys/usage-summary'

export interface AllowlistDraft {
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
}

const DAYS = 30
const NUMBER = new Intl.NumberFormat()

interface AllowlistImpactProps {
  readonly projectId: string
  readonly saved: AllowlistDraft
  readonly draft: AllowlistDraft
}

export function AllowlistImpact({ projectId, saved, draft }: AllowlistImpactProps) {
  const organization = useOrganization()
  const usage = useQuery(usageQuery({ organizationId: organization.id, projectId, by: 'origin', days: DAYS }))
  if (usage.isPending)
    return <p className="text-sm text-muted">Looking at the last {DAYS} days of traffic…</p>
  if (usage.isError) {
    return <p className="text-sm text-warn">The last {DAYS} days of traffic could not be looked up.</p>
  }
  const before = compileAllowlist(saved)
  const after = compileAllowlist(draft)
  const allowed = (list: typeof before, origin: string) =>
    origin === '(localhost)' ? list.match('http://localhost').allowed : list.match(origin).allowed
  const lost = mergeOrigins(usage.data).filter(
    ({ origin, loads }) => loads > 0 && allowed(before, origin) && !allowed(after, origin),
  )
  if (lost.length === 0) {
    return (
      <Note tone="ok" role="status">
        Nothing that loaded in the last {DAYS} days would be refused.
      </Note>
    )
  }
  const loads = lost.reduce((sum, { loads }) => sum + loads, 0)
  return (
    <Note
      tone="warn"
      role="status"
      title={`Saving refuses ${NUMBER.format(loads)} of the loads of the last ${DAYS} days`}
    >
      They came from{' '}
      {lost
        .slice(0, 5)
        .map(({ origin }) => origin)
        .join(', ')}
      {lost.length > 5 && ` and ${lost.length - 5} more`}. These pages fail on their next request.
    </Note>
  )
}
