/** Everything that needs three and fiber, in a chunk of its own: fetched when a scene is loaded. */
export { createViewer, loadModel } from '@vectreal/viewer-core'
export { createFiberDriver, type FiberRoot } from './fiber-driver.js'
