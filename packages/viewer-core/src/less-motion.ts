/** Whether the visitor asked for less motion, and when that changes. */
export interface LessMotion {
  readonly isWanted: boolean
}

/** Until `signal` aborts. */
export function watchLessMotion(onChange: () => void, signal: AbortSignal): LessMotion {
  const query = matchMedia('(prefers-reduced-motion: reduce)')
  // Kept here: Chromium drops the event of a change that was read before it was told.
  let isWanted = query.matches
  query.addEventListener(
    'change',
    ({ matches }) => {
      isWanted = matches
      onChange()
    },
    { signal },
  )
  return {
    get isWanted() {
      return isWanted
    },
  }
}
