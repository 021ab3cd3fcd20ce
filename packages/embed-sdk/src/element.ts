export {
  createSceneElement,
  type ElementHost,
  type Loading,
  type SceneEventMap,
  type VectrealSceneElement,
} from './scene-element.js'
export type { SceneControls, SceneProgress, SceneState, ScreenshotOptions } from './scene-states.js'
