import type { ApiKey, KeyStatus } from '../../api/types'
import { Badge, type Tone } from '../../ui/badge'

const STATUS: Record<KeyStatus, { label: string; tone: Tone; means: string }> = {
  active: { label: 'Active', tone: 'ok', means: 'Works.' },
  expiring: { label: 'Expiring', tone: 'warn', means: 'Works; expires within 14 days.' },
  rotating: { label: 'Rotating', tone: 'accent', means: 'Works until its overlap with the new key ends.' },
  expired: { label: 'Expired', tone: 'neutral', means: 'No longer works: it has expired.' },
  revoked: { label: 'Revoked', tone: 'danger', means: 'No longer works: it was revoked.' },
}

export const statusLabel = (status: KeyStatus) => STATUS[status].label
export const isLive = ({ status }: Pick<ApiKey, 'status'>) => status !== 'expired' && status !== 'revoked'

export function KeyStatusBadge({ status }: { status: KeyStatus }) {
  const { label, tone, means } = STATUS[status]
  return (
    <Badge tone={tone} title={means}>
      {label}
    </Badge>
  )
}

/** The four characters that stay of a token, as shown everywhere. */
export function KeyPreview({ preview }: { preview: string }) {
  return <code className="font-mono text-[0.85em] whitespace-nowrap">…{preview}</code>
}

/** Whoever made or ended a key, in a sentence. */
export const PersonName = ({ person }: { person: ApiKey['createdBy'] }) => (
  <bdi>{person?.name || person?.email || 'Unknown'}</bdi>
)
