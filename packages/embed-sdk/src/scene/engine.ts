/** What draws, in a chunk of its own: everything that needs three. */
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
