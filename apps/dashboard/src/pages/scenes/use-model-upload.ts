/** One upload at a time, with its progress and a way to stop it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiError, asApiError } from '../../api/problem'
import type { Scene } from '../../api/types'
import { uploadModel } from '../../api/upload-model'

export type UploadState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'sending'
      readonly name: string
      readonly sentBytes: number
      readonly totalBytes: number
    }
  | { readonly phase: 'failed'; readonly error: ApiError }

export function useModelUpload(organizationId: string) {
  const [state, setState] = useState<UploadState>({ phase: 'idle' })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  /** Null: cancelled, or failed as the state says. */
  const start = useCallback(
    async (sceneId: string, file: Blob, name: string): Promise<Scene | null> => {
      const controller = new AbortController()
      abort.current = controller
      const totalBytes = file.size
      setState({ phase: 'sending', name, sentBytes: 0, totalBytes })
      try {
        const scene = await uploadModel(organizationId, sceneId, file, {
          signal: controller.signal,
          onProgress: (sentBytes) => setState({ phase: 'sending', name, sentBytes, totalBytes }),
        })
        setState({ phase: 'idle' })
        return scene
      } catch (error) {
        setState(
          controller.signal.aborted ? { phase: 'idle' } : { phase: 'failed', error: asApiError(error) },
        )
        return null
      }
    },
    [organizationId],
  )
  const cancel = useCallback(() => abort.current?.abort(), [])
  return { state, start, cancel }
}
