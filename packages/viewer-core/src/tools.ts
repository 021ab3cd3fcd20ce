/** What few scenes need, in a chunk of its own: it comes with the first hotspot, dimension, pick or screenshot. */
export { createDimensionLayer } from './dimension-layer.js'
export { createHotspotLayer } from './hotspot-layer.js'
export { createOcclusion } from './occlusion.js'
export { OVERLAY_CSS } from './overlay-styles.js'
export { pick } from './pick.js'
export { takePicture } from './screenshot.js'
export { drawSwatches } from './swatches.js'
