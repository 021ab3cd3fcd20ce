export {
  type BrowserErrorCode,
  EMBED_ERROR_CODES,
  ERROR_LAYERS,
  ERROR_REMEDIES,
  ERROR_TITLES,
  PAGE_ERROR_CODES,
  RETRYABLE_ERRORS,
  VISITOR_LINES,
} from './errors/browser-errors.js'
export type { ErrorCodeEntry, Layer } from './errors/error-code-entry.js'
export {
  type EmbedErrorCode,
  ERROR_CODES,
  type ErrorCode,
  type LayerOf,
  type PageErrorCode,
  type ServerErrorCode,
  type ViewerErrorCode,
} from './errors/error-codes.js'
export { SCRIPT_BLOCKED } from './errors/script-blocked.js'
export {
  type BufferRange,
  type CompressedPart,
  type DracoPart,
  findCompressedParts,
  type MeshoptPart,
  undecodable,
} from './glb/compressed-parts.js'
export { decodeDataUri } from './glb/data-uri.js'
export { describeFinding } from './glb/describe-finding.js'
export { isDrawnExtension } from './glb/extensions.js'
export type { GlbFinding, GlbFindingCode } from './glb/findings.js'
export { type ImageSize, readImageSize } from './glb/image-size.js'
export { DEFAULT_GLB_LIMITS, type GlbLimits } from './glb/limits.js'
export { isDrawn, measureGlb, pictureGpuBytes } from './glb/measure-glb.js'
export { type Glb, openGlb, type OpenedGlb } from './glb/open-glb.js'
export { createBytesReader, type GlbReader } from './glb/reader.js'
export { isLocalhost, LOCALHOST_HOSTS } from './localhost.js'
export {
  type LinkPicture,
  parseManifest,
  type SceneManifest,
  type SceneModel,
  type ScenePoster,
} from './manifest.js'
export { redactTokens } from './redact-tokens.js'
export {
  DEFAULT_BACKGROUND_BLUR,
  DEFAULT_FOV_DEGREES,
  DEFAULT_SCENE_SETTINGS,
  EMPTY_CREDIT,
  fillSettings,
  SETTING_CHOICES,
  SETTING_RANGES,
  type AnimationSettings,
  type ArSettings,
  type Background,
  type CameraSettings,
  type ControlSettings,
  type Credit,
  type DimensionSettings,
  type EnvironmentSettings,
  type HotspotSettings,
  type LengthUnit,
  type SceneSettings,
  type ShadowSettings,
  type SparseSceneSettings,
  type ToneMapping,
  type ToolbarControl,
  type TourStep,
  type Vector,
} from './settings.js'
