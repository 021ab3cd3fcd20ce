/** One finger turns, two fingers scale. */

/** Told of gestures as they go on. */
export interface GestureTarget {
  turn(radians: number): void
  scale(factor: number): void
}

/** So much of a turn for one CSS pixel. */
const RADIANS_PER_PIXEL = 0.01

/** The result ends it. */
export function listenForGestures(element: HTMLElement, target: GestureTarget): () => void {
  const listening = new AbortController()
  const fingers = new Map<number, { readonly x: number; readonly y: number }>()
  const spread = (): number => {
    const [first, second] = fingers.values()
    return first && second ? Math.hypot(first.x - second.x, first.y - second.y) : 0
  }
  const on = <Type extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>(
    type: Type,
    listener: (event: PointerEvent) => void,
  ): void => element.addEventListener(type, listener, { signal: listening.signal })
  const lift = ({ pointerId }: PointerEvent): void => void fingers.delete(pointerId)

  on('pointerdown', ({ pointerId, clientX, clientY }) => fingers.set(pointerId, { x: clientX, y: clientY }))
  on('pointermove', ({ pointerId, clientX, clientY }) => {
    const before = fingers.get(pointerId)
    if (before === undefined) return
    const spreadBefore = spread()
    fingers.set(pointerId, { x: clientX, y: clientY })
    if (fingers.size === 1) target.turn((clientX - before.x) * RADIANS_PER_PIXEL)
    else if (fingers.size === 2 && spreadBefore > 0 && spread() > 0) target.scale(spread() / spreadBefore)
  })
  on('pointerup', lift)
  on('pointercancel', lift)
  return () => listening.abort()
}
