/** From what somebody dropped to the GLB that is sent: read, converted and checked in the browser. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversionNote, ConvertStep, ModelSize, Unit } from '@vectreal/asset-tools'
import { ApiError, asApiError } from '../../api/problem'
import type { ModelFile } from './dropped-files'

/** What a format without units and axes leaves to people. */
interface SourceChoices {
  readonly main?: string | undefined
  readonly units?: Unit | undefined
  readonly upAxis?: 'y' | 'z' | undefined
}

export interface PreparedModel {
  /** Of the model's file, without its extension. */
  readonly name: string
  readonly glb: Blob
  readonly notes: readonly ConversionNote[]
  /** Null where the file says its units itself. */
  readonly size: ModelSize | null
}

type SourceState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'preparing'; readonly step: ConvertStep }
  | { readonly phase: 'choosing'; readonly models: readonly string[] }
  | { readonly phase: 'ready'; readonly model: PreparedModel; readonly choices: SourceChoices }
  | { readonly phase: 'failed'; readonly error: ApiError }

export interface ModelSource {
  readonly state: SourceState
  take(files: readonly ModelFile[]): Promise<PreparedModel | null>
  /** The same files once more, with what was chosen. */
  choose(choices: SourceChoices): Promise<PreparedModel | null>
  /** One of several models of the same files, beside what is shown here. Rejects where it cannot be read. */
  prepare(
    choices: SourceChoices,
    signal: AbortSignal,
    onProgress: (step: ConvertStep) => void,
  ): Promise<PreparedModel>
  reset(): void
}

export function useModelSource(): ModelSource {
  const [state, setState] = useState<SourceState>({ phase: 'idle' })
  const files = useRef<readonly ModelFile[]>([])
  const choices = useRef<SourceChoices>({})
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const prepare = useCallback(async (): Promise<PreparedModel | null> => {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    const show = (next: SourceState) => {
      if (!controller.signal.aborted) setState(next)
    }
    show({ phase: 'preparing', step: 'reading' })
    try {
      const model = await prepareModel(files.current, choices.current, controller.signal, (step) =>
        show({ phase: 'preparing', step }),
      )
      if (controller.signal.aborted) return null
      show({ phase: 'ready', model, choices: choices.current })
      return model
    } catch (error) {
      show(stateOf(error))
      return null
    }
  }, [])

  const take = useCallback(
    (taken: readonly ModelFile[]) => {
      files.current = taken
      choices.current = {}
      return prepare()
    },
    [prepare],
  )
  const choose = useCallback(
    (chosen: SourceChoices) => {
      choices.current = { ...choices.current, ...chosen }
      return prepare()
    },
    [prepare],
  )
  const reset = useCallback(() => {
    abort.current?.abort()
    setState({ phase: 'idle' })
  }, [])
  const prepareOne = useCallback<ModelSource['prepare']>(
    (chosen, signal, onProgress) =>
      prepareModel(files.current, chosen, signal, onProgress).catch((error: unknown) => {
        throw readableError(error)
      }),
    [],
  )
  return { state, take, choose, prepare: prepareOne, reset }
}

/** One GLB goes as it is: the server has the same rules. */
async function prepareModel(
  files: readonly ModelFile[],
  choices: SourceChoices,
  signal: AbortSignal,
  onProgress: (step: ConvertStep) => void,
): Promise<PreparedModel> {
  const [only, ...others] = files
  if (only !== undefined && others.length === 0 && /\.glb$/i.test(only.name)) {
    return { name: only.name.replace(/\.glb$/i, ''), glb: only.blob, notes: [], size: null }
  }
  // Of several, each may be large: the others are not read for it.
  const chosen = files.find(
    (file) => /\.glb$/i.test(file.name) && (file.webkitRelativePath ?? file.name) === choices.main,
  )
  if (chosen !== undefined) {
    return { name: chosen.name.replace(/\.glb$/i, ''), glb: chosen.blob, notes: [], size: null }
  }
  const { convertToGlb } = await import('@vectreal/asset-tools')
  const { glb, name, notes, size } = await convertToGlb(files, { ...choices, signal, onProgress })
  return { name, glb: new Blob([glb as Uint8Array<ArrayBuffer>], { type: 'model/gltf-binary' }), notes, size }
}

function stateOf(error: unknown): SourceState {
  const { code, files } = error as { code?: string; files?: readonly string[] }
  if (code === 'several_models') return { phase: 'choosing', models: files ?? [] }
  return { phase: 'failed', error: readableError(error) }
}

/** What the converter says, in the form of the API's refusals. */
function readableError(error: unknown): ApiError {
  const { code, hint, message } = error as { code?: string; hint?: string; message: string }
  if (code === undefined || hint === undefined) return asApiError(error)
  const problem = { code, status: 422, title: message, detail: hint, requestId: null, errors: [], extra: {} }
  return new ApiError(problem, { cause: error })
}
