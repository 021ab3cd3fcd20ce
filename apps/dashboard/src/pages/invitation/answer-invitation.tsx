import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { acceptInvitation, rejectInvitation } from '../../api/auth'
import { invitationQuery } from '../../api/invitations'
import { asApiError } from '../../api/problem'
import { useSend } from '../../forms/use-send'
import { Button } from '../../ui/button'
import { ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'

/** For whoever is signed in with the invited address. */
export function AnswerInvitation({ id, onJoined }: { id: string; onJoined: () => Promise<void> }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const answer = useSend({
    mutationFn: async (accept: boolean) => {
      await (accept ? acceptInvitation(id) : rejectInvitation(id))
      if (accept) await onJoined()
      else await navigate(pageUrl.overview, { replace: true })
    },
    // It may have ended since the page was read: the page then says how.
    onError: () => void queryClient.invalidateQueries({ queryKey: invitationQuery(id).queryKey }),
  })
  return (
    <div className="space-y-3">
      {answer.error && <ProblemNote error={asApiError(answer.error)} />}
      <Button kind="primary" className="w-full" busy={answer.isPending} onClick={() => answer.mutate(true)}>
        Join
      </Button>
      <Button kind="quiet" className="w-full" onClick={() => answer.mutate(false)}>
        Decline
      </Button>
    </div>
  )
}
