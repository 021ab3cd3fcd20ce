/** From the bytes of a GLB to a model that can be drawn: checked, fenced off the network, decoded. */
import { createBytesReader, type Glb, type GlbLimits, openGlb } from '@vectreal/scene-format'
import { LoadingManager } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { createDecoders, type DecoderOptions, type Decoders } from './decode/decoders.js'
import { embeddedFiles } from './decode/embedded-files.js'
import { giveBack } from './lit-context.js'
import { createLoadedModel, type LoadedModel } from './loaded-model.js'
import { ModelError } from './model-error.js'

/** Larger pictures are shrunk while decoding: every WebGL2 device takes this size. */
const MAX_TEXTURE_SIDE = 4096

/** What `loadModel` takes beside the bytes. */
export interface LoadModelOptions extends DecoderOptions {
  /** Aborting rejects with a `ModelError` `aborted`. */
  readonly signal?: AbortSignal | undefined
  /** What is left out is as in `DEFAULT_GLB_LIMITS`. */
  readonly limits?: Partial<GlbLimits> | undefined
  /** Longest side of a texture in pixels. */
  readonly maxTextureSide?: number | undefined
  /** `waiting`: another model of the page is being decoded. */
  readonly onPhase?: ((phase: 'checking' | 'waiting' | 'decoding') => void) | undefined
}

/** Decoding is heavy, so a page does it one model after the other, with one set of workers. */
const page = createModelLoader()

/**
 * Checks the bytes of a GLB, gives them the decoders that they ask for, and parses them, one model of the page after the
 * other. Nothing but `blob:` and `data:` is fetched for it.
 *
 * @throws ModelError `invalid_model`, `decoder_blocked`, `webgl_unavailable` or `aborted`
 */
export function loadModel(bytes: ArrayBuffer, options: LoadModelOptions = {}): Promise<LoadedModel> {
  return page.load(bytes, options)
}

/**
 * Ends the decoder workers of the page, which the next file that needs one starts again, and gives back a context made ahead.
 */
export function disposeShared(): Promise<void> {
  giveBack()
  return page.decoders.dispose()
}

interface ModelLoader {
  readonly decoders: Decoders
  load(bytes: ArrayBuffer, options: LoadModelOptions): Promise<LoadedModel>
}

function createModelLoader(): ModelLoader {
  const decoders = createDecoders()
  let queue: Promise<unknown> = Promise.resolve()
  return {
    decoders,
    async load(bytes, options) {
      const { signal, onPhase } = options
      requireNotAborted(signal)
      onPhase?.('checking')
      const glb = open(bytes, options.limits)
      onPhase?.('waiting')
      const turn = queue.then(async () => {
        requireNotAborted(signal)
        onPhase?.('decoding')
        return decode(glb, options, decoders)
      })
      queue = turn.catch(() => {})
      return turn
    },
  }
}

function open(bytes: ArrayBuffer, limits: Partial<GlbLimits> | undefined): Glb {
  const opened = openGlb(createBytesReader(bytes), limits)
  if (opened.ok) return opened.glb
  // The upload says this in words, which would be most of what the rules weigh.
  const reasons = opened.errors.map(({ code, pointer, value }) =>
    [code, pointer, value].filter(Boolean).join(' '),
  )
  throw new ModelError('invalid_model', `the file breaks these rules: ${reasons.join('; ')}`)
}

async function decode(glb: Glb, options: LoadModelOptions, decoders: Decoders): Promise<LoadedModel> {
  const loader = new GLTFLoader(createFence())
  loader.register(embeddedFiles(glb, options.maxTextureSide ?? MAX_TEXTURE_SIDE))
  const decoding = await decoders.attach(loader, glb, options)
  // three takes a document as well, which its declarations leave out.
  const document = glb.json as unknown as ArrayBuffer
  const parsed = loader.parseAsync(document, '').then(createLoadedModel)
  try {
    return await decoding.guard(abortable(parsed, options.signal))
  } catch (error) {
    // Whatever arrives late is thrown away, not leaked.
    parsed.then(
      (model) => model.dispose(),
      () => {},
    )
    throw toModelError(error)
  }
}

/** Lets three read what is inside the file and nothing else. */
function createFence(): LoadingManager {
  const manager = new LoadingManager()
  manager.setURLModifier((url) => {
    if (/^(?:blob|data):/i.test(url)) return url
    throw new ModelError('invalid_model', 'the file points outside itself')
  })
  return manager
}

function requireNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(signal)
}

function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  if (signal.aborted) return Promise.reject(aborted(signal))
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(aborted(signal))
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function aborted(signal: AbortSignal): ModelError {
  return new ModelError('aborted', 'aborted', { cause: signal.reason })
}

function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  // three's messages can quote the file, so the detail says no more than that.
  return new ModelError('invalid_model', 'the file is no readable glTF', { cause: error })
}
