/** Where an invitation's link leads, signed in or not: who invites, to what, and one button. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { invitationQuery, type PendingInvitation } from '../../api/invitations'
import { AuthFrame } from '../../app/auth-frame'
import { chooseOrganization, organizationsQuery, sessionQuery } from '../../app/session'
import { FailedState, Loading } from '../../ui/states'
import { useTitle } from '../../ui/use-title'
import { pageUrl } from '../../url'
import { ROLE_NAMES } from '../members/roles'
import { AnswerInvitation } from './answer-invitation'
import { EndedInvitation } from './ended-invitation'
import { JoinWithNewAccount } from './join-with-new-account'
import { OtherAccount } from './other-account'

export function Component() {
  const { invitation: id = '' } = useParams()
  useTitle('Invitation')
  const invitation = useQuery(invitationQuery(id))
  const session = useQuery(sessionQuery)
  if (invitation.isError) {
    return (
      <AuthFrame title="Invitation">
        <FailedState error={invitation.error} onRetry={() => void invitation.refetch()} />
      </AuthFrame>
    )
  }
  if (invitation.isPending || session.isPending) {
    return (
      <AuthFrame title="Invitation">
        <Loading rows={2} />
      </AuthFrame>
    )
  }
  const user = session.data?.user ?? null
  if (invitation.data?.status !== 'pending') {
    return <EndedInvitation end={invitation.data?.status ?? 'unknown'} isSignedIn={user !== null} />
  }
  return (
    <InvitationFrame invitation={invitation.data}>
      <PendingChoice id={id} invitation={invitation.data} email={user?.email ?? null} />
    </InvitationFrame>
  )
}

function InvitationFrame({ invitation, children }: { invitation: PendingInvitation; children: ReactNode }) {
  const { organization, inviter, role } = invitation
  return (
    <AuthFrame
      title={
        <span className="user-text">
          Join <bdi>{organization.name}</bdi>
        </span>
      }
      lead={
        <span className="user-text">
          <bdi>{inviter.name}</bdi> ({inviter.email}) invites you to join as{' '}
          {role === 'owner' || role === 'admin' ? 'an' : 'a'} {ROLE_NAMES[role].toLowerCase()}.
        </span>
      }
    >
      {children}
    </AuthFrame>
  )
}

interface PendingChoiceProps {
  readonly id: string
  readonly invitation: PendingInvitation
  /** Of whoever is signed in. */
  readonly email: string | null
}

function PendingChoice({ id, invitation, email }: PendingChoiceProps) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const enter = async () => {
    queryClient.clear()
    await queryClient.fetchQuery({ ...organizationsQuery, staleTime: 0 })
    chooseOrganization(invitation.organization.id)
    await navigate(pageUrl.overview, { replace: true })
  }
  if (email === null) return <JoinWithNewAccount id={id} email={invitation.email} onJoined={enter} />
  if (email.toLowerCase() !== invitation.email.toLowerCase()) {
    return <OtherAccount invited={invitation.email} signedIn={email} />
  }
  return <AnswerInvitation id={id} onJoined={enter} />
}
