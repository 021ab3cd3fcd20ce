export { checkGlb, DEFAULT_LIMITS, type CheckedGlb, type ModelLimits } from './check-glb.js'
export { createContextPool, pageContexts, type ContextHolder, type ContextPool } from './context-pool.js'
export type { DecoderSource, DecoderUrls } from './decode/decoder-urls.js'
export type { Dimensions, LengthUnit } from './dimensions.js'
export { DEFAULT_LABELS, type ViewerLabels } from './labels.js'
export { disposeDecoders, loadModel, type LoadModelOptions } from './load-model.js'
export type { LoadedModel, ModelInstance } from './loaded-model.js'
export { ModelError, type ModelErrorCode } from './model-error.js'
export type { OrbitPose } from './orbit-pose.js'
export type { Picked } from './pick.js'
export type { CreateFrameDriver, DrivenView, FrameDriver } from './render-loop.js'
export {
  DEFAULT_SCENE_SETTINGS,
  fillSettings,
  type CameraSettings,
  type Credit,
  type HotspotSettings,
  type SceneSettings,
  type SparseSceneSettings,
} from './settings.js'
export { adoptStyles } from './styles.js'
export type { ScreenshotOptions } from './screenshot.js'
export { createViewer } from './viewer.js'
export type { Viewer, ViewerEvents, ViewerOptions } from './viewer-api.js'
