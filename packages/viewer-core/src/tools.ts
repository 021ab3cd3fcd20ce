/** What few scenes need, in a chunk of its own: it comes with the first hotspot, dimension or pick. */
export { createDimensionLayer } from './dimension-layer.js'
export { createHotspotLayer } from './hotspot-layer.js'
export { createOcclusion } from './occlusion.js'
export { OVERLAY_CSS } from './overlay-styles.js'
export { pick } from './pick.js'
export { drawSwatches } from './swatches.js'
