/** Before saving: which of the traffic of the last days the change would refuse. */
import { useQuery } from '@tanstack/react-query'
import { type AllowlistDraft, allowlistCheckQuery } from '../../api/projects'
import { useOrganization } from '../../app/session'
import { counted } from '../../ui/counted'
import { Note } from '../../ui/states'

interface AllowlistImpactProps {
  readonly projectId: string
  readonly draft: AllowlistDraft
}

export function AllowlistImpact({ projectId, draft }: AllowlistImpactProps) {
  const organization = useOrganization()
  const check = useQuery(allowlistCheckQuery(organization.id, projectId, draft))
  if (check.isPending) return <p className="text-sm text-muted">Checking recent traffic…</p>
  if (check.isError) {
    return <p className="text-sm text-warn">We couldn’t check recent traffic.</p>
  }
  const { days, refused, refusedLoads, unknownLoads } = check.data
  const unknown = unknownLoads > 0 && (
    <> The origin of {counted(unknownLoads, 'more load', 'more loads')} wasn’t recorded.</>
  )
  if (refused.length === 0) {
    return (
      <Note tone="ok" role="status">
        Nothing that loaded in the last {days} days would be refused.{unknown}
      </Note>
    )
  }
  return (
    <Note
      tone="warn"
      role="status"
      title={`Saving would block ${counted(refusedLoads, 'load')} seen in the last ${days} days`}
    >
      They came from{' '}
      {refused
        .slice(0, 5)
        .map(({ origin }) => origin)
        .join(', ')}
      {refused.length > 5 && ` and ${refused.length - 5} more`}. These pages fail on their next request.
      {unknown}
    </Note>
  )
}
