/** What draws, in a chunk of its own: everything that needs three. */
export { createViewer, disposeDecoders, loadModel } from '@vectreal/viewer-core'
