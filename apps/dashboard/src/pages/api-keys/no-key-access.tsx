import { Lock } from 'lucide-react'
import { useOrganization } from '../../app/session'
import { PageView } from '../../ui/page'
import { EmptyState } from '../../ui/states'
import { pageUrl } from '../../url'
import { Link } from 'react-router'

/** What members and viewers see: why there is nothing to manage, and what works for them all the same. */
export function NoKeyAccess({ title = 'API keys' }: { title?: string }) {
  const { name, role } = useOrganization()
  return (
    <PageView title={title}>
      <EmptyState
        icon={<Lock aria-hidden size={22} />}
        title="Owners and admins manage this"
        action={
          <Link className="link text-sm" to={pageUrl.members}>
            See the owners and admins
          </Link>
        }
      >
        You are {role === 'viewer' ? 'a viewer' : 'a member'} of <bdi>{name}</bdi>. You can look at scenes
        {role === 'member' && ' and edit them'}, and embeds work for you as for everyone else. Ask an owner or
        admin when you need a key.
      </EmptyState>
    </PageView>
  )
}
