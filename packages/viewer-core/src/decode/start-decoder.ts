/** three's Draco and KTX2 loaders, fenced to their own files and telling what they do. */
import { LoadingManager } from 'three'
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { ModelError } from '../model-error.js'
import type { DecoderUrls } from './decoder-urls.js'
import { trustWorkerOf } from './trusted-worker.js'

/** Names under which three asks for its files; the fence gives it the real addresses. */
const FOLDER = 'vectreal-decoder:/'
/** Workers of one decoder. Two leave a phone some air. */
const WORKERS = 2

export interface DecoderReports {
  /** A decoder has finished something. */
  onBeat(): void
  onFailure(error: ModelError): void
}

export async function startDraco(urls: DecoderUrls, reports: DecoderReports): Promise<DRACOLoader> {
  const { DRACOLoader } = await import('three/addons/loaders/DRACOLoader.js')
  const loader = new DRACOLoader(fenceTo(urls, reports))
  trustWorkerOf(loader, 'Draco')
  loader.setDecoderPath(FOLDER)
  loader.setWorkerLimit(WORKERS)
  // GLTFLoader calls this method, which the type declarations leave out.
  const inner = loader as unknown as { decodeDracoFile(...input: unknown[]): Promise<unknown> }
  const decode = inner.decodeDracoFile
  inner.decodeDracoFile = (...input) => decode.apply(loader, input).finally(reports.onBeat)
  return loader
}

/** @throws ModelError `webgl_unavailable` */
export async function startKtx2(urls: DecoderUrls, reports: DecoderReports): Promise<KTX2Loader> {
  const { KTX2Loader } = await import('three/addons/loaders/KTX2Loader.js')
  const loader = new KTX2Loader(fenceTo(urls, reports))
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
        reports.onBeat()
        onLoad?.(texture)
      },
      (error) => {
        reports.onFailure(
          new ModelError('invalid_model', 'a KTX2 texture could not be decoded', { cause: error }),
        )
        onError?.(error)
      },
    )
  } as typeof parse
  return loader
}

/** Asks a context of its own which compressed formats the GPU has: the response is the same for every viewer. */
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
function fenceTo(urls: DecoderUrls, { onFailure }: DecoderReports): LoadingManager {
  const files: Record<string, string> = {
    [`${FOLDER}draco_wasm_wrapper.js`]: urls.dracoScript,
    [`${FOLDER}draco_decoder.wasm`]: urls.dracoWasm,
    [`${FOLDER}basis_transcoder.js`]: urls.basisScript,
    [`${FOLDER}basis_transcoder.wasm`]: urls.basisWasm,
  }
  const manager = new LoadingManager()
  manager.onError = (url) => {
    const file = files[url] ?? url
    onFailure(
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
