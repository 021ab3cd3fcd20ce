export {
  createSceneElement,
  type ElementHost,
  type Loading,
  type SceneEventMap,
  type VectrealSceneElement,
} from './scene-element.js'
export type { SceneMessages } from '../scene/messages.js'
export type { SceneControls, ScenePhase, SceneProgress, ScreenshotOptions } from '../scene/states.js'
