import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { acceptInvitation, findInvitation, rejectInvitation } from '../../api/auth'
import { asApiError } from '../../api/problem'
import { chooseOrganization, organizationsQuery } from '../../app/session'
import { Button } from '../../ui/button'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'
import { ROLE_NAMES } from '../members/roles'

export function Component() {
  const { invitation: id = '' } = useParams()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const invitation = useQuery({
    queryKey: ['invitation', id],
    queryFn: () => findInvitation(id),
    retry: false,
  })
  const answer = useMutation({
    mutationFn: async (accept: boolean) => {
      await (accept ? acceptInvitation(id) : rejectInvitation(id))
      await queryClient.fetchQuery({ ...organizationsQuery, staleTime: 0 })
      if (accept && invitation.data) chooseOrganization(invitation.data.organizationId)
      await navigate(pageUrl.overview, { replace: true })
    },
  })
  return (
    <PageView title="Invitation">
      <QueryView query={invitation}>
        {({ organizationName, inviterEmail, role }) => (
          <div className="card max-w-xl space-y-4 p-6 text-sm">
            <p className="user-text">
              <strong>{inviterEmail}</strong> invites you to join{' '}
              <strong>
                <bdi>{organizationName}</bdi>
              </strong>{' '}
              as {ROLE_NAMES[role].toLowerCase()}.
            </p>
            {answer.error && <ProblemNote error={asApiError(answer.error)} />}
            <div className="flex gap-2">
              <Button kind="primary" busy={answer.isPending} onClick={() => answer.mutate(true)}>
                Join
              </Button>
              <Button onClick={() => answer.mutate(false)}>Decline</Button>
            </div>
          </div>
        )}
      </QueryView>
    </PageView>
  )
}
