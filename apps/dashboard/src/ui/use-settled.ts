import { useEffect, useState } from 'react'

/** Between two keys that somebody types. */
const TYPING_MS = 250

/** The text once it has stood for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
