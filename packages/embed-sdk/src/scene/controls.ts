/** The controls of a view over the viewer that it may or may not have yet. */
import type { Viewer } from '@vectreal/viewer-core'
import { asVectrealError } from '../vectreal-error.js'
import type { SceneControls, SceneState } from './states.js'

export function controlsOf(
  stateOf: () => SceneState,
  current: () => Viewer | null,
  useViewer: () => Promise<Viewer>,
): SceneControls {
  const namesOf = (list: 'variants' | 'clips'): readonly string[] => {
    const state = stateOf()
    return 'model' in state ? state.model[list] : []
  }
  const controls: SceneControls = {
    get cameras() {
      return current()?.cameras ?? []
    },
    get variants() {
      return namesOf('variants')
    },
    get animations() {
      return namesOf('clips')
    },
    async goTo(camera) {
      requireKnown((await useViewer()).goTo(camera), 'camera', camera, controls.cameras)
    },
    async setVariant(variant) {
      requireKnown((await useViewer()).setVariant(variant), 'variant', variant, controls.variants)
    },
    async play(animation) {
      requireKnown((await useViewer()).play(animation), 'animation', animation, controls.animations)
    },
    async pause() {
      ;(await useViewer()).pause()
    },
    async seek(seconds) {
      ;(await useViewer()).seek(seconds)
    },
    async screenshot(options) {
      const viewer = await useViewer()
      return viewer.screenshot(options).catch((cause: unknown) => {
        throw cause instanceof TypeError ? cause : asVectrealError(cause, 'webgl_unavailable')
      })
    },
  }
  return controls
}

function requireKnown(isKnown: boolean, kind: string, name: unknown, known: readonly string[]): void {
  if (isKnown) return
  throw new TypeError(
    `This scene has no ${kind} ${JSON.stringify(name ?? 'at all')}; it has: ${known.map((one) => JSON.stringify(one)).join(', ') || 'none'}`,
  )
}
