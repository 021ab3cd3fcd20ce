/** How a scene is shown. The build puts viewer-core's own declarations in this file's place. */
export type { SceneSettings } from '@vectreal/viewer-core/settings'
