/** The session ended while a page was open: asks for the password over the page, so that nothing typed is lost. */
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { isSignedOut, subscribeSignedOut } from '../api/signed-out'
import { useUser } from './session'

// Few pages are open that long; the others show without it.
const AskPassword = lazy(() => import('./ask-password'))

export function SessionEndedDialog() {
  const ended = useSyncExternalStore(subscribeSignedOut, isSignedOut)
  const user = useUser()
  // Asked again, the server names nobody: the question is about the last one it named.
  const [last, setLast] = useState(user)
  if (user !== null && user !== last) setLast(user)
  if (!ended || last === null) return null
  return (
    <Suspense fallback={null}>
      <AskPassword user={last} />
    </Suspense>
  )
}
