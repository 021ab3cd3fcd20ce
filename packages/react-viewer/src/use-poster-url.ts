/** The picture to show until the model is drawn. A poster that needs the key is fetched with it. */
import { publicPosterUrl, type SceneManifest } from '@vectreal/embed-sdk'
import { useEffect, useState } from 'react'
import type { SceneStore } from './scene-state.js'

export function usePosterUrl(
  store: SceneStore,
  manifest: SceneManifest | null,
  given: string | undefined,
): string | null {
  const [fetched, setFetched] = useState<string | null>(null)
  const poster = manifest?.poster ?? null
  const address = manifest === null ? null : publicPosterUrl(manifest, store.client.baseUrl)
  const needsKey = given === undefined && poster !== null && address === null
  useEffect(() => {
    if (!needsKey || manifest === null) return
    const loading = new AbortController()
    let url: string | null = null
    const show = async (): Promise<void> => {
      const blob = await store.client.loadPoster(manifest, { signal: loading.signal })
      if (blob === null || loading.signal.aborted) return
      url = URL.createObjectURL(blob)
      setFetched(url)
    }
    // A scene without its poster still loads; the model's own request tells what is wrong.
    show().catch(() => {})
    return () => {
      loading.abort()
      if (url !== null) URL.revokeObjectURL(url)
      setFetched(null)
    }
  }, [store, manifest, needsKey])
  if (given !== undefined) return given
  return address ?? fetched ?? poster?.placeholder ?? null
}
