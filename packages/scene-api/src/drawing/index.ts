/** Pictures of models by the platform's own viewer, for its worker and for programs: none of the server's code. */
export { drawModel, type ServedFile } from './draw-model.js'
export { findChromium, isExecutable } from './find-chromium.js'
