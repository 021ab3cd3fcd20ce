/** Fetched where a scene or a page offers AR. */
export { createArControl } from './create-ar-control.js'
export type { ArStatus } from './ports.js'
