/** Asks the person for a proof of who they are, over whatever the page shows; what was asked of the server then goes on. */
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { confirmationQuestion, subscribeConfirmation } from '../api/confirmation'

// Forms bring their validation along; the page shows without it.
const AskForProof = lazy(() => import('./ask-for-proof'))

export function ConfirmIdentityDialog() {
  const question = useSyncExternalStore(subscribeConfirmation, confirmationQuestion)
  if (question === null) return null
  return (
    <Suspense fallback={null}>
      <AskForProof question={question} />
    </Suspense>
  )
}
