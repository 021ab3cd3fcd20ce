/** Origins and loads of a key's last days: what would stop working. */
import { useQuery } from '@tanstack/react-query'
import { usageQuery } from '../../api/usage'
import { useOrganization } from '../../app/session'
import { counted } from '../../ui/counted'
import { Time } from '../../ui/time'
import { mergeOrigins } from './merge-usage'

const DAYS = 7
const SHOWN = 6

export function originLabel(origin: string): string {
  switch (origin) {
    case '(none)':
      return 'No origin sent (a program)'
    case '(null)':
      return 'Opaque origin (a file or a sandbox)'
    case '(localhost)':
      return 'localhost (development)'
    case '(other)':
      return 'Other origins'
    default:
      return origin
  }
}

export function UsageSummary({ keyId, kind }: { keyId: string; kind?: 'signing_key' }) {
  const organization = useOrganization()
  const usage = useQuery(
    usageQuery({ organizationId: organization.id, keyId, kind, by: 'origin', days: DAYS }),
  )
  if (usage.isPending) return <p className="text-sm text-muted">Checking who uses this key…</p>
  if (usage.isError) {
    return <p className="text-sm text-warn">We couldn’t check who uses this key. It may be in use.</p>
  }
  const origins = mergeOrigins(usage.data).filter(({ loads }) => loads > 0)
  if (origins.length === 0) {
    return <p className="text-sm">No page loaded a scene with this key in the last {DAYS} days.</p>
  }
  const total = origins.reduce((sum, { loads }) => sum + loads, 0)
  return (
    <div className="text-sm">
      <p>
        In the last {DAYS} days it made <strong>{counted(total, 'load')}</strong> from{' '}
        {counted(origins.length, 'origin')}. These stop working:
      </p>
      <ul className="mt-2 divide-y divide-line rounded-lg border border-line">
        {origins.slice(0, SHOWN).map(({ origin, loads, lastSeenAt }) => (
          <li key={origin} className="flex flex-wrap justify-between gap-x-4 px-3 py-2">
            <span className="user-text min-w-0 font-medium">{originLabel(origin)}</span>
            <span className="text-muted">
              {counted(loads, 'load')}
              {lastSeenAt !== null && (
                <>
                  , last <Time at={lastSeenAt} show="relative" />
                </>
              )}
            </span>
          </li>
        ))}
        {origins.length > SHOWN && (
          <li className="px-3 py-2 text-muted">and {origins.length - SHOWN} more</li>
        )}
      </ul>
    </div>
  )
}
