/** Leads visitors from camera to camera, with a text for each. */
import type { ToolbarContext } from './context.js'
import { make, makeGroup, toolButton } from './elements.js'

export function tour(context: ToolbarContext): HTMLElement[] {
  const { viewer, texts, settings, holder, isRightToLeft, signal } = context
  const steps = settings.tour.filter(({ camera }) => viewer.cameras.includes(camera))
  if (steps.length === 0) return []
  let at = settings.initialCamera !== null && settings.initialCamera === steps[0]?.camera ? 0 : -1
  const text = make('p', 'tour-text')
  text.setAttribute('aria-live', 'polite')
  text.dir = 'auto'
  holder.append(text)
  signal.addEventListener('abort', () => text.remove())
  const count = make('span', 'tour-step')
  const go = (step: number): void => {
    at = step
    viewer.goTo(steps[at]!.camera)
    show()
  }
  const previous = toolButton('previous', texts.previous, isRightToLeft ? 'next' : 'previous', () =>
    go(at - 1),
  )
  const next = toolButton('next', texts.next, isRightToLeft ? 'previous' : 'next', () => go(at + 1))

  function show(): void {
    previous.ariaDisabled = String(at <= 0)
    next.ariaDisabled = String(at === steps.length - 1)
    count.textContent =
      at === -1
        ? texts.tour
        : texts.step.replace('{number}', String(at + 1)).replace('{count}', String(steps.length))
    text.textContent = steps[at]?.text ?? ''
  }
  show()
  // Whoever goes elsewhere leaves the tour where it was, without its text.
  signal.addEventListener(
    'abort',
    viewer.on('camera', (camera) => {
      if (camera !== steps[at]?.camera) text.textContent = ''
    }),
  )
  const group = makeGroup('tour', 'group', texts.tour)
  group.append(previous, count, next)
  return [group]
}
