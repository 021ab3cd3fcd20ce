'use client'
/** Loads one scene for everything below it. */
import type { ApiKeySource } from '@vectreal/embed-sdk'
import type { DecoderSource } from '@vectreal/viewer-core'
import { type ReactNode, useEffect } from 'react'
import { type KeptScene, keepScene } from './kept-scenes.js'
import { SceneContext } from './model-context.js'
import { useMade } from './use-made.js'

/** Props of `ModelProvider`. Another scene, platform or key text makes a new load. */
export interface ModelProviderProps {
  readonly sceneId: string
  /** The key, or a function that gives it (or a promise of it) before each request. */
  readonly apiKey: ApiKeySource
  /** Root of the platform, for example `https://vectreal.example.com`. */
  readonly baseUrl: string | URL
  /** `lazy` (default): a viewer below that comes into sight starts the load. `eager`: mounting does. */
  readonly loading?: 'lazy' | 'eager' | undefined
  /** Where the Draco and KTX2 decoders are; by default in the package. */
  readonly decoders?: DecoderSource | undefined
  /**
   * Share of the failures that the platform hears of, 0 to 1: keyless, once a page for each scene and code, shown in the
   * dashboard. 0: none. Default 1.
   */
  readonly reports?: number | undefined
  /** In place of the global one, for tests and proxies. */
  readonly fetch?: typeof fetch | undefined
  readonly children?: ReactNode
}

/** Holds one scene for the viewers and hooks below it: its client, its load state and its key, which may change. */
export function ModelProvider({ loading = 'lazy', children, ...source }: ModelProviderProps) {
  const { scene, retain } = useKeptScene(source)
  const { apiKey } = source
  useEffect(() => scene.setApiKey(apiKey ?? ''), [scene, apiKey])
  useEffect(() => retain(), [retain])
  useEffect(() => {
    if (loading === 'eager') scene.load()
  }, [scene, loading])
  return <SceneContext value={scene}>{children}</SceneContext>
}

type Source = Omit<ModelProviderProps, 'loading' | 'children'>

/** A key function written inline is a new one with each render: it is taken over, not a reason to load again. */
function useKeptScene(source: Source): KeptScene {
  const { sceneId, apiKey, baseUrl } = source
  const key = typeof apiKey === 'function' ? 'function' : (apiKey ?? '')
  const identity = [sceneId, String(baseUrl), key].join(' ')
  return useMade(identity, () =>
    keepScene({ ...source, apiKey: apiKey ?? '', engine: () => import('./engine.js') }),
  )
}
