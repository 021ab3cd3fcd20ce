/** What is made anew when what it was made for is another, in the same render. */
import { useState } from 'react'

export function useMade<Made>(identity: unknown, make: () => Made): Made {
  const [held, setHeld] = useState(() => ({ identity, made: make() }))
  if (held.identity === identity) return held.made
  const next = { identity, made: make() }
  setHeld(next)
  return next.made
}
