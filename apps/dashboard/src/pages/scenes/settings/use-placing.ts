/** Places on the model: where somebody clicks while asked to, and where a hotspot is dragged. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import { type RefObject, useEffect, useRef } from 'react'

/** What a point of the model is, as the viewer tells. */
export type Picked = NonNullable<Awaited<ReturnType<VectrealViewerHandle['pick']>>>

/** Less is a click, more is a drag, in CSS pixels. */
const CLICK_PX = 5

interface Placing {
  /** Holds the picture. */
  readonly picture: RefObject<HTMLElement | null>
  readonly viewer: () => VectrealViewerHandle | null
  /** Clicks on the model are asked for. */
  readonly isAsking: boolean
  readonly disabled: boolean
  /** Null: beside the model. */
  readonly onPlace: (picked: Picked | null) => void
  readonly onDrag: (hotspotId: string, picked: Picked) => void
}

export function usePlacing(input: Placing): void {
  const latest = useRef(input)
  useEffect(() => {
    latest.current = input
  })
  const { picture, disabled } = input
  useEffect(() => {
    const area = picture.current
    if (area === null || disabled) return
    const ended = new AbortController()
    const options = { signal: ended.signal, capture: true }
    let start: { readonly x: number; readonly y: number; readonly hotspot: string | null } | null = null
    let isDragging = false
    let isPicking = false

    const pick = async ({ clientX, clientY }: PointerEvent): Promise<Picked | null> =>
      (await latest.current.viewer()?.pick(clientX, clientY)) ?? null
    const isFar = ({ clientX, clientY }: PointerEvent): boolean =>
      start !== null && Math.hypot(clientX - start.x, clientY - start.y) > CLICK_PX

    const onDown = (event: PointerEvent): void => {
      const button = (event.target as Element).closest<HTMLElement>('[data-hotspot]')
      start = { x: event.clientX, y: event.clientY, hotspot: button?.dataset['hotspot'] ?? null }
      isDragging = false
      // Dragging a hotspot must not turn the model as well.
      if (start.hotspot !== null) event.stopPropagation()
    }
    const onMove = async (event: PointerEvent): Promise<void> => {
      const hotspot = start?.hotspot ?? null
      if (hotspot === null || (!isDragging && !isFar(event))) return
      isDragging = true
      event.stopPropagation()
      // One question at a time; the last place is asked for at the end.
      if (isPicking) return
      isPicking = true
      const picked = await pick(event)
      isPicking = false
      if (picked !== null && !ended.signal.aborted) latest.current.onDrag(hotspot, picked)
    }
    const onUp = async (event: PointerEvent): Promise<void> => {
      const from = start
      const isClick = !isFar(event)
      start = null
      if (from === null) return
      if (from.hotspot !== null && isDragging) {
        const picked = await pick(event)
        if (picked !== null) latest.current.onDrag(from.hotspot, picked)
      } else if (isClick && latest.current.isAsking) latest.current.onPlace(await pick(event))
    }
    const onCancel = (): void => {
      start = null
    }
    area.addEventListener('pointerdown', onDown, options)
    area.addEventListener('pointermove', (event) => void onMove(event), options)
    addEventListener('pointerup', (event) => void onUp(event), options)
    addEventListener('pointercancel', onCancel, options)
    return () => ended.abort()
  }, [picture, disabled])
}
