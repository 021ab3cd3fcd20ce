export { type ArFileResult, makeArGlb } from './ar/ar-glb.js'
export type { ArLook } from './ar/ar-look.js'
export { type ArUsdzOptions, makeArUsdz } from './ar/ar-usdz.js'
export { AssetError, type AssetErrorCode, type AssetErrorDetails } from './asset-error.js'
export {
  convertToGlb,
  type ConvertOptions,
  type ConvertResult,
  type ConvertStep,
} from './convert/convert-to-glb.js'
export type { ModelSize } from './convert/scene-notes.js'
export type { Unit } from './convert/units.js'
export type { SceneFormat, SourceFormat } from './convert/find-model.js'
export { type ConvertLimits, DEFAULT_CONVERT_LIMITS } from './convert/limits.js'
export type { ConversionNote } from './convert/note.js'
export type { BrowserFile, SourceFile } from './convert/source-files.js'
export {
  optimizeGlb,
  type OptimizeOptions,
  type OptimizeResult,
  type UnchangedReason,
} from './optimize/optimize-glb.js'
export type { BytesByKind } from './report/bytes-by-kind.js'
export type { Drawn } from './report/count-drawn.js'
export type { GlbReport, TextureReport } from './report/glb-report.js'
export { reportGlb } from './report/report-glb.js'
export type { ValidatorMessage } from './report/validate.js'
