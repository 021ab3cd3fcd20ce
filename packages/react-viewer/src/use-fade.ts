import { useLayoutEffect } from 'react'

/**
 * Hides a cover once it has `gone`, in the time of its CSS transition. By an animation, which is no part of the markup: a
 * copy of the page has no drawing, and shows its cover.
 */
export function useFade(cover: Element | null, gone: boolean): void {
  useLayoutEffect(() => {
    if (!gone || cover === null) return
    const duration = parseFloat(getComputedStyle(cover).transitionDuration) * 1000
    const fade = cover.animate({ opacity: 0, visibility: 'hidden' }, { duration, fill: 'both' })
    return () => fade.cancel()
  }, [cover, gone])
}
