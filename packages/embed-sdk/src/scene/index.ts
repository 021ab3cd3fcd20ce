export type { ArStatus } from '../ar/index.js'
export { loadTexts } from './load-texts.js'
export { createScene, type Scene } from './create-scene.js'
export { knownLanguage, type Language, languageOf } from './language.js'
export { DEFAULT_MESSAGES, failureLine, mergeMessages, type SceneMessages, signInHref } from './messages.js'
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
export type { ToolbarWish } from './toolbar-wish.js'
export { resolveLoading, whenNear, type Loading } from './when-wanted.js'
