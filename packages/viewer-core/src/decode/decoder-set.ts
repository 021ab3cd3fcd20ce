/** One set of decoders a page: workers are shared by all viewers and started when the first file asks for them. */
import { LoadingManager } from 'three'
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import type { GltfDocument } from '../check-glb.js'
import { ModelError } from '../model-error.js'
import { type DecoderSource, type DecoderUrls, resolveDecoderUrls } from './decoder-urls.js'
import { requirePolicy, watchPolicy } from './policy-probe.js'
import { trustWorkerOf } from './trusted-worker.js'

/** Names under which three asks for its files; the fence below answers with the real addresses. */
const FOLDER = 'vectreal-decoder:/'
/** Without a sign of life from a decoder for this long, something holds it back for good. */
const DECODER_SILENCE_MS = 20_000
/** Workers of one decoder. Two leave a phone some air. */
const WORKERS = 2

interface Shared {
  draco?: Promise<DRACOLoader>
  ktx2?: Promise<KTX2Loader>
}

const sets = new Map<string, Shared>()

export interface Decoding {
  /** Settles as `work` does, or rejects with `decoder_blocked` when a decoder cannot run. */
  guard<T>(work: Promise<T>): Promise<T>
}

export interface DecoderOptions {
  /**
   * Where the Draco and Basis files are; by default in this package. The Basis transcoder in this package does without
   * `'unsafe-eval'`; the one that three ships does not.
   */
  readonly decoders?: DecoderSource | undefined
  /** How long a decoder may give no sign of life before it counts as blocked. Default 20 000. */
  readonly decoderSilenceMs?: number | undefined
}

/** Gives `loader` the decoders that the file names and nothing else. */
export async function attachDecoders(
  loader: GLTFLoader,
  file: GltfDocument,
  { decoders: source, decoderSilenceMs = DECODER_SILENCE_MS }: DecoderOptions,
): Promise<Decoding> {
  const uses = (name: string) => file.extensionsUsed.includes(name)
  const meshopt = uses('EXT_meshopt_compression') || uses('KHR_meshopt_compression')
  const draco = uses('KHR_draco_mesh_compression')
  const ktx2 = uses('KHR_texture_basisu')
  if (meshopt) {
    requirePolicy('Meshopt')
    const { MeshoptDecoder } = await import('three/addons/libs/meshopt_decoder.module.js')
    loader.setMeshoptDecoder(MeshoptDecoder)
  }
  if (!draco && !ktx2) return { guard: (work) => work }

  if (draco) requirePolicy('Draco')
  if (ktx2) requirePolicy('KTX2')
  const urls = resolveDecoderUrls(source ?? (await import('./packaged-decoders.js')).PACKAGED_DECODERS)
  const key = Object.values(urls).join(' ')
  const shared = sets.get(key) ?? {}
  sets.set(key, shared)
  if (draco) loader.setDRACOLoader(await (shared.draco ??= createDraco(urls)))
  if (ktx2) loader.setKTX2Loader(await (shared.ktx2 ??= createKtx2(urls)))

  const name = draco && ktx2 ? 'Draco and KTX2' : draco ? 'Draco' : 'KTX2'
  return {
    async guard(work) {
      const policy = watchPolicy(name, Object.values(urls))
      const silence = watchSilence(name, decoderSilenceMs)
      const failure = new Promise<never>((_resolve, reject) => {
        fail = reject
      })
      failure.catch(() => {})
      try {
        const done = await Promise.race([work, policy.violation, silence.alarm, failure])
        // three shows a model without the textures that failed; the page would never know.
        return await Promise.race([failure, done])
      } catch (error) {
        // A blocked or missing decoder stays broken: the next model starts with a fresh one.
        if (error instanceof ModelError && error.code === 'decoder_blocked') await discard(key)
        throw error
      } finally {
        fail = () => {}
        policy.stop()
        silence.stop()
      }
    },
  }
}

/** Ends every decoder worker of the page. The next file that needs one starts it again. */
export async function disposeDecoders(): Promise<void> {
  for (const key of Array.from(sets.keys())) await discard(key)
}

async function discard(key: string): Promise<void> {
  const shared = sets.get(key)
  sets.delete(key)
  const loaders = await Promise.allSettled([shared?.draco, shared?.ktx2])
  for (const loader of loaders) if (loader.status === 'fulfilled') loader.value?.dispose()
}

/** Counts what decoders have finished. */
let beat = 0
/** The model being decoded: there is one at a time, so a decoder's failure is its failure. */
let fail: (error: ModelError) => void = () => {}

function watchSilence(decoder: string, silenceMs: number): { alarm: Promise<never>; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const alarm = new Promise<never>((_resolve, reject) => {
    let seen = beat
    const look = (): void => {
      if (beat === seen) {
        reject(
          new ModelError(
            'decoder_blocked',
            `The ${decoder} decoder has been silent for ${silenceMs / 1000} s. Most often the page's ` +
              `Content-Security-Policy lacks "worker-src blob:" or "script-src 'wasm-unsafe-eval'"`,
          ),
        )
        return
      }
      seen = beat
      timer = setTimeout(look, silenceMs)
    }
    timer = setTimeout(look, silenceMs)
  })
  alarm.catch(() => {})
  return { alarm, stop: () => clearTimeout(timer) }
}

async function createDraco(urls: DecoderUrls): Promise<DRACOLoader> {
  const { DRACOLoader } = await import('three/addons/loaders/DRACOLoader.js')
  const loader = new DRACOLoader(fenceTo(urls))
  trustWorkerOf(loader, 'Draco')
  loader.setDecoderPath(FOLDER)
  loader.setWorkerLimit(WORKERS)
  // GLTFLoader calls this method, which the type declarations leave out.
  const inner = loader as unknown as { decodeDracoFile(...input: unknown[]): Promise<unknown> }
  const decode = inner.decodeDracoFile
  inner.decodeDracoFile = (...input) => decode.apply(loader, input).finally(() => (beat += 1))
  return loader
}

async function createKtx2(urls: DecoderUrls): Promise<KTX2Loader> {
  const { KTX2Loader } = await import('three/addons/loaders/KTX2Loader.js')
  const loader = new KTX2Loader(fenceTo(urls))
  trustWorkerOf(loader, 'KTX2')
  loader.setTranscoderPath(FOLDER)
  loader.setWorkerLimit(WORKERS)
  detectFormats(loader)
  const parse = loader.parse
  loader.parse = function (this: KTX2Loader, buffer, onLoad, onError) {
    return parse.call(
      this,
      buffer,
      (texture) => {
        beat += 1
        onLoad?.(texture)
      },
      (error) => {
        fail(new ModelError('invalid_model', 'a KTX2 texture could not be decoded', { cause: error }))
        onError?.(error)
      },
    )
  } as typeof parse
  return loader
}

/** Asks a context of its own which compressed formats the GPU has: the answer is the same for every viewer. */
function detectFormats(loader: KTX2Loader): void {
  const gl = document.createElement('canvas').getContext('webgl2')
  if (gl === null) throw new ModelError('webgl_unavailable', 'The browser gave no WebGL2 context')
  const extensions = {
    has: (name: string) => gl.getExtension(name) !== null,
    get: (name: string) => gl.getExtension(name),
  }
  loader.detectSupport({ extensions } as unknown as Parameters<KTX2Loader['detectSupport']>[0])
  gl.getExtension('WEBGL_lose_context')?.loseContext()
}

/** Decoders fetch their own two files and nothing else. */
function fenceTo(urls: DecoderUrls): LoadingManager {
  const files: Record<string, string> = {
    [`${FOLDER}draco_wasm_wrapper.js`]: urls.dracoScript,
    [`${FOLDER}draco_decoder.wasm`]: urls.dracoWasm,
    [`${FOLDER}basis_transcoder.js`]: urls.basisScript,
    [`${FOLDER}basis_transcoder.wasm`]: urls.basisWasm,
  }
  const manager = new LoadingManager()
  manager.onError = (url) => {
    const file = files[url] ?? url
    fail(
      new ModelError(
        'decoder_blocked',
        `The decoder file ${file} could not be fetched: serve it there, or name its place with "decoders"`,
      ),
    )
  }
  manager.setURLModifier((url) => {
    const file = files[url]
    if (file === undefined) throw new ModelError('invalid_model', `The decoder asked for ${url}`)
    return file
  })
  return manager
}
