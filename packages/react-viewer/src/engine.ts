/** Everything that needs three, in a chunk of its own: fetched when a scene is loaded. */
import type * as arSession from '@vectreal/viewer-core/ar'

export {
  adoptSheet,
  createViewer,
  disposeShared,
  loadModel,
  prepareAhead,
  prepareDecoders,
} from '@vectreal/viewer-core'

/** Fetched with the first visitor who wants it. */
export const loadArSession = (): Promise<typeof arSession> => import('@vectreal/viewer-core/ar')
