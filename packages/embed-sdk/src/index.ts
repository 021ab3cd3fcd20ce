export {
  createClient,
  publicPosterUrl,
  type Client,
  type ClientOptions,
  type LoadedScene,
  type LoadModelOptions,
  type LoadProgress,
  type RequestOptions,
} from './client.js'
export type { Check, CheckName, Diagnosis } from './diagnose.js'
export type { ApiKeySource } from './keyed-request.js'
export type { RetryOptions, Wait } from './retry.js'
export { SLOW_SCENE_MS } from './slow-scene.js'
export type {
  LinkPicture,
  SceneManifest,
  SceneModel,
  ScenePoster,
  SceneSettings,
} from '@vectreal/scene-format'
export {
  asVectrealError,
  isVectrealError,
  VectrealError,
  type Layer,
  type VectrealErrorCode,
} from './vectreal-error.js'
