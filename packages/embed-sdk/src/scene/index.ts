export { createScene, type Scene } from './create-scene.js'
export { DEFAULT_MESSAGES, failureLine, type SceneMessages } from './messages.js'
export { settingsOf } from './overrides.js'
export type { Engine, SceneOverrides, SceneRequest, SceneSurface } from './ports.js'
export { createSceneView, type SceneView } from './scene-view.js'
export {
  errorOf,
  isBusy,
  manifestOf,
  type SceneControls,
  type ScenePhase,
  type SceneState,
  type SceneViewState,
  type ScreenshotOptions,
} from './states.js'
export { resolveLoading, whenNear, type Loading } from './when-wanted.js'
