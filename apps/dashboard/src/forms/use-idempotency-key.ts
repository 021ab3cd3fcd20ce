import { useCallback, useRef } from 'react'

/** The same key for the same body: a repeated click or a lost response never makes two, a corrected form is a new request. */
export function useIdempotencyKey(): (body: unknown) => string {
  const last = useRef<{ body: string; key: string } | null>(null)
  return useCallback((body) => {
    const text = JSON.stringify(body)
    if (last.current?.body !== text) last.current = { body: text, key: crypto.randomUUID() }
    return last.current.key
  }, [])
}
