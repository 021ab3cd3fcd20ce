/** When a view counts as seen. */
import type { Viewer } from '@vectreal/viewer-core'

/**
 * Resolves when the model is drawn. A viewer out of sight does not draw; it counts as ready, because nothing more will
 * happen until it is seen. So does one without any area, which is a mistake of the page.
 */
export function firstFrame(viewer: Viewer, host: HTMLElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const sight = new IntersectionObserver(([entry]) => {
      const isEmpty = host.clientWidth === 0 || host.clientHeight === 0
      if (isEmpty && host.getClientRects().length > 0) warnEmpty(host)
      if (!entry?.isIntersecting || isEmpty || document.hidden) settle()
    })
    const settle = (): void => {
      for (const stop of stops.splice(0)) stop()
      resolve()
    }
    const stops = [
      viewer.on('ready', settle),
      viewer.on('error', settle),
      () => sight.disconnect(),
      () => signal.removeEventListener('abort', settle),
    ]
    signal.addEventListener('abort', settle)
    sight.observe(host)
  })
}

/** Resolves when what covers the picture has faded, as far as anybody looks. */
export async function whenUncovered(cover: Element | null): Promise<void> {
  if (cover === null || document.hidden) return
  await new Promise(requestAnimationFrame)
  // A fade that is cut off has ended as well.
  await Promise.allSettled(cover.getAnimations().map(({ finished }) => finished))
}

function warnEmpty({ clientWidth, clientHeight }: HTMLElement): void {
  // oxlint-disable-next-line no-console -- nothing else would tell why the page stays empty
  console.warn(
    `[vectreal] the scene has a box of ${clientWidth}×${clientHeight}: nothing is drawn. Give it a size.`,
  )
}
