/** Everything that needs three, in a chunk of its own: fetched when a scene is loaded. */
export { createViewer, disposeDecoders, loadModel } from '@vectreal/viewer-core'
