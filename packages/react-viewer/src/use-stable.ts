/** The same object for as long as its content is the same: props written inline are new ones with each render. */
import { useState } from 'react'

export function useStable<T>(value: T): T {
  const [stable, setStable] = useState(value)
  if (stable === value || JSON.stringify(stable) === JSON.stringify(value)) return stable
  setStable(value)
  return value
}
