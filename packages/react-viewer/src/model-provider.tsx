'use client'
/** Loads one scene for everything below it. */
import type { ApiKeySource } from '@vectreal/embed-sdk'
import type { DecoderSource } from '@vectreal/viewer-core'
import { type ReactNode, useEffect, useState } from 'react'
import { SceneStoreContext } from './model-context.js'
import type { SceneStore } from './scene-state.js'
import { findSceneStore } from './store-registry.js'

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
  const store = useSceneStore(source)
  const { apiKey } = source
  useEffect(() => store.setApiKey(apiKey ?? ''), [store, apiKey])
  useEffect(() => store.retain(), [store])
  useEffect(() => {
    if (loading === 'eager') store.load()
  }, [store, loading])
  return <SceneStoreContext value={store}>{children}</SceneStoreContext>
}

type Source = Omit<ModelProviderProps, 'loading' | 'children'>

/** A key function written inline is a new one with each render: it is taken over, not a reason to load again. */
function useSceneStore({ sceneId, apiKey, baseUrl, decoders, reports, fetch }: Source): SceneStore {
  const key = typeof apiKey === 'function' ? 'function' : (apiKey ?? '')
  const identity = [sceneId, String(baseUrl), key].join(' ')
  const make = (): SceneStore =>
    findSceneStore({ sceneId, apiKey: apiKey ?? '', baseUrl, decoders, reports, fetch })
  const [made, setMade] = useState(() => ({ identity, store: make() }))
  if (made.identity === identity) return made.store
  const next = { identity, store: make() }
  setMade(next)
  return next.store
}
