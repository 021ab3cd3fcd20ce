/** What server components see: the viewer as a reference to client code, the poster as markup. */
export { isVectrealError, VectrealError, type SceneManifest } from '@vectreal/embed-sdk'
export { ScenePoster, type ScenePosterProps } from './scene-poster.js'
export {
  ModelProvider,
  type ModelContextValue,
  type ModelProviderProps,
  type ScenePhase,
  type SceneState,
  useModel,
  useModelContext,
  VectrealViewer,
  type VectrealViewerHandle,
  type VectrealViewerProps,
  type ViewerMessages,
} from './index.js'
