/** Tells the shell that the server no longer knows the session, so that it can ask for the password in place. */
type Listener = () => void
const listeners = new Set<Listener>()
let signedOut = false

export function reportSignedOut(): void {
  if (signedOut) return
  signedOut = true
  for (const listener of listeners) listener()
}

export function reportSignedIn(): void {
  if (!signedOut) return
  signedOut = false
  for (const listener of listeners) listener()
}

export function subscribeSignedOut(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const isSignedOut = () => signedOut
