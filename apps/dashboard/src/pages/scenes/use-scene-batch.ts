/** Several models at once: each becomes a scene of its own, one after the other. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConvertStep } from '@vectreal/asset-tools'
import { type ApiError, asApiError } from '../../api/problem'
import { createScene, deleteScene } from '../../api/scenes'
import { uploadModel } from '../../api/upload-model'
import { nameFrom } from './name-from'
import type { ModelSource } from './use-model-source'

export type BatchState =
  | { readonly phase: 'waiting' | 'done' }
  | { readonly phase: 'preparing'; readonly step: ConvertStep }
  | { readonly phase: 'sending'; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly phase: 'failed'; readonly error: ApiError }

export interface BatchItem {
  /** The file, with its folders. */
  readonly model: string
  readonly state: BatchState
}

interface SceneBatch {
  /** Empty until it starts. */
  readonly items: readonly BatchItem[]
  /** Resolves with whether all of them are scenes now. What failed or was cancelled leaves nothing behind. */
  run(models: readonly string[], projectId: string, source: ModelSource): Promise<boolean>
  cancel(): void
}

export function useSceneBatch(organizationId: string): SceneBatch {
  const [items, setItems] = useState<readonly BatchItem[]>([])
  const abort = useRef<AbortController | null>(null)
  const done = useRef(new Set<string>())
  useEffect(() => () => abort.current?.abort(), [])

  const run = useCallback<SceneBatch['run']>(
    async (models, projectId, source) => {
      const { signal } = (abort.current = new AbortController())
      const show = (model: string, state: BatchState) =>
        setItems((now) => now.map((item) => (item.model === model ? { model, state } : item)))
      // Another run takes up what the last one has left.
      setItems(
        models.map((model) => ({ model, state: { phase: done.current.has(model) ? 'done' : 'waiting' } })),
      )
      for (const model of models) {
        if (signal.aborted) return false
        if (done.current.has(model)) continue
        try {
          await addScene(organizationId, projectId, {
            model,
            source,
            signal,
            show: (state) => show(model, state),
          })
          done.current.add(model)
          show(model, { phase: 'done' })
        } catch (error) {
          if (signal.aborted) return false
          show(model, { phase: 'failed', error: asApiError(error) })
        }
      }
      return models.every((model) => done.current.has(model))
    },
    [organizationId],
  )
  const cancel = useCallback(() => {
    abort.current?.abort()
    setItems([])
  }, [])
  return { items, run, cancel }
}

interface Addition {
  readonly model: string
  readonly source: ModelSource
  readonly signal: AbortSignal
  readonly show: (state: BatchState) => void
}

async function addScene(
  org: string,
  projectId: string,
  { model, source, signal, show }: Addition,
): Promise<void> {
  const prepared = await source.prepare({ main: model }, signal, (step) => show({ phase: 'preparing', step }))
  const scene = await createScene(org, projectId, nameFrom(prepared.name))
  try {
    await uploadModel(org, scene.id, prepared.glb, {
      signal,
      onProgress: (sentBytes) => show({ phase: 'sending', sentBytes, totalBytes: prepared.glb.size }),
    })
  } catch (error) {
    await deleteScene(org, scene.id)
    throw error
  }
}
