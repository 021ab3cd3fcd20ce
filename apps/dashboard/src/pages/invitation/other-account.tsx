import { useQueryClient } from '@tanstack/react-query'
import { signOut } from '../../api/auth'
import { asApiError } from '../../api/problem'
import { useSend } from '../../forms/use-send'
import { Button, ButtonLink } from '../../ui/button'
import { Note, ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'

/** Signed in with another address than the invited one. */
export function OtherAccount({ invited, signedIn }: { invited: string; signedIn: string }) {
  const queryClient = useQueryClient()
  const leave = useSend({
    mutationFn: async () => {
      await signOut()
      // Nothing that the other account has read stays; the page asks again who is signed in.
      await queryClient.resetQueries()
    },
  })
  return (
    <div className="space-y-3">
      <Note tone="warn" title="This invitation is for another account">
        It is for {invited}, and you are signed in as {signedIn}.
      </Note>
      {leave.error && <ProblemNote error={asApiError(leave.error)} />}
      <Button
        kind="primary"
        className="w-full"
        busy={leave.isPending}
        onClick={() => leave.mutate(undefined)}
      >
        Sign out and continue
      </Button>
      <ButtonLink kind="quiet" className="w-full" to={pageUrl.overview}>
        Stay signed in
      </ButtonLink>
    </div>
  )
}
