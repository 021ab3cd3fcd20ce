/** The decoders of a page: started when the first file asks for them, shared by its models, ended as a whole. */
import type { Glb } from '@vectreal/scene-format'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { DecoderSet } from './decoder-set.js'
import { type DecoderSource, resolveDecoderUrls } from './decoder-urls.js'
import { requirePolicy } from './policy-probe.js'

/** Without a sign of life from a decoder for this long, something holds it back for good. */
const DECODER_SILENCE_MS = 20_000

export interface DecoderOptions {
  /**
   * Where the Draco and Basis files are; by default in this package. The Basis transcoder in this package does without
   * `'unsafe-eval'`; the one that three ships does not.
   */
  readonly decoders?: DecoderSource | undefined
  /** How long a decoder may give no sign of life before it counts as blocked. Default 20 000. */
  readonly decoderSilenceMs?: number | undefined
}

interface Decoding {
  /** Settles as `work` does, or rejects with `decoder_blocked` when a decoder cannot run. */
  guard<T>(work: Promise<T>): Promise<T>
}

export interface Decoders {
  /**
   * Gives `loader` the decoders that the file names and nothing else. One model at a time: what fails meanwhile is
   * counted as its failure.
   *
   * @throws ModelError `decoder_blocked` or `webgl_unavailable`
   */
  attach(loader: GLTFLoader, file: Pick<Glb, 'extensionsUsed'>, options: DecoderOptions): Promise<Decoding>
  /** Ends the workers. The next file that needs one starts it again. */
  dispose(): Promise<void>
}

/** One is enough: the page keeps the module. */
let isMeshoptKnown = false

/**
 * Fetches what a piece of a GLB says that it needs, while the rest is on its way: meshopt, which the platform makes. `loadModel`
 * tries again what rejects here.
 */
export async function prepareDecoders(piece: Uint8Array): Promise<void> {
  if (isMeshoptKnown || !/meshopt/.test(new TextDecoder().decode(piece))) return
  isMeshoptKnown = true
  await loadMeshopt()
}

/** @throws ModelError `decoder_blocked` */
async function loadMeshopt() {
  requirePolicy('Meshopt')
  return (await import('three/addons/libs/meshopt_decoder.module.js')).MeshoptDecoder
}

export function createDecoders(): Decoders {
  /** By where their files are. */
  const sets = new Map<string, DecoderSet>()

  async function setFor(source: DecoderSource | undefined): Promise<DecoderSet> {
    const urls = resolveDecoderUrls(source ?? (await import('./packaged-decoders.js')).PACKAGED_DECODERS)
    const { createDecoderSet } = await import('./decoder-set.js')
    const key = Object.values(urls).join(' ')
    const known = sets.get(key)
    if (known !== undefined) return known
    const set = createDecoderSet(urls, () => sets.delete(key))
    sets.set(key, set)
    return set
  }

  return {
    async attach(loader, { extensionsUsed }, { decoders: source, decoderSilenceMs = DECODER_SILENCE_MS }) {
      const uses = (name: string) => extensionsUsed.includes(name)
      if (uses('EXT_meshopt_compression') || uses('KHR_meshopt_compression')) {
        loader.setMeshoptDecoder(await loadMeshopt())
      }
      const draco = uses('KHR_draco_mesh_compression')
      const ktx2 = uses('KHR_texture_basisu')
      if (!draco && !ktx2) return { guard: (work) => work }
      if (draco) requirePolicy('Draco')
      if (ktx2) requirePolicy('KTX2')
      const set = await setFor(source)
      if (draco) loader.setDRACOLoader(await set.draco())
      if (ktx2) loader.setKTX2Loader(await set.ktx2())
      const name = draco && ktx2 ? 'Draco and KTX2' : draco ? 'Draco' : 'KTX2'
      return { guard: (work) => set.guard(name, work, decoderSilenceMs) }
    },
    async dispose() {
      await Promise.all(Array.from(sets.values(), (set) => set.dispose()))
    },
  }
}
