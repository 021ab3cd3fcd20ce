/** Tells everybody in a suspended organization, on every page, what no longer works and whom to ask. */
import { useQuery } from '@tanstack/react-query'
import { platformQuery } from '../api/platform'
import { Note } from '../ui/states'
import { Time } from '../ui/time'
import { docsUrl } from '../url'
import { useOrganization } from './session'

export function SuspendedBanner() {
  const { name, suspendedAt } = useOrganization()
  if (suspendedAt === null) return null
  return <Suspended name={name} at={suspendedAt} />
}

function Suspended({ name, at }: { name: string; at: string }) {
  const contactUrl = useQuery(platformQuery).data?.contactUrl ?? null
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-6 sm:px-8">
      <Note
        tone="danger"
        role="status"
        title={
          <>
            <bdi>{name}</bdi> has been suspended since <Time at={at} />
          </>
        }
      >
        Its embeds are not served. You can still read, revoke, unpublish and delete; anything new is refused.
        Nothing is lost.{' '}
        {contactUrl !== null && (
          <>
            <a className="link" href={contactUrl}>
              Contact whoever runs this platform
            </a>{' '}
            or read{' '}
          </>
        )}
        <a className="link" href={docsUrl.error('organization_suspended')}>
          {contactUrl === null ? 'What this means' : 'what this means'}
        </a>
        .
      </Note>
    </div>
  )
}
