/** Invitations that can still be accepted. Where there is none, nothing is shown. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { cancelInvitation } from '../../api/auth'
import { type Invitation, invitationPages, invitationsKey } from '../../api/members'
import { useOrganization } from '../../app/session'
import { LongListView } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { CopyButton } from '../../ui/copy-button'
import { Section } from '../../ui/page'
import { Time } from '../../ui/time'
import { invitationLink } from './invitation-link'
import { ROLE_NAMES } from './roles'

export function OpenInvitations() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const list = useLongList((q) => invitationPages(organization.id, q))
  const [cancelling, setCancelling] = useState<Invitation | null>(null)
  if (list.data === undefined || (list.data.length === 0 && list.search === '')) return null
  return (
    <Section title="Open invitations" lead="Send each person their link if the platform doesn’t send email.">
      <LongListView
        list={list}
        search="Search invitations"
        noMatch="No invitation matches."
        textOf={({ email }) => email}
      >
        {(shown) => (
          <ul className="card divide-y divide-line text-sm">
            {shown.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
                <span className="user-text min-w-0 flex-1 basis-56 font-medium">{invitation.email}</span>
                <Badge>{ROLE_NAMES[invitation.role]}</Badge>
                <span className="text-muted">
                  until <Time at={invitation.expiresAt} />
                </span>
                <CopyButton
                  text={invitationLink(invitation.id)}
                  label={`Copy the invitation link of ${invitation.email}`}
                />
                <Button
                  kind="quiet"
                  aria-label={`Cancel the invitation of ${invitation.email}`}
                  onClick={() => setCancelling(invitation)}
                >
                  Cancel
                </Button>
              </li>
            ))}
          </ul>
        )}
      </LongListView>
      {cancelling !== null && (
        <ConfirmDialog
          title="Cancel this invitation?"
          description={<span className="user-text">The link of {cancelling.email} stops working.</span>}
          confirm="Cancel invitation"
          onConfirm={async () => {
            await cancelInvitation(cancelling.id)
            await queryClient.invalidateQueries({ queryKey: invitationsKey(organization.id) })
          }}
          onClose={() => setCancelling(null)}
        />
      )}
    </Section>
  )
}
