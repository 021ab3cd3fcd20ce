/** The decoders whose files are in one place, and the watch over them. */
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { ModelError } from '../model-error.js'
import type { DecoderUrls } from './decoder-urls.js'
import { type DecoderReports, startDraco, startKtx2 } from './start-decoder.js'
import { watchPolicy } from './watch-policy.js'
import { watchSilence } from './watch-silence.js'

export interface DecoderSet {
  draco(): Promise<DRACOLoader>
  ktx2(): Promise<KTX2Loader>
  /** Settles as `work` does, or rejects when a decoder cannot run; the set is of no use then and disposes of itself. */
  guard<T>(decoder: string, work: Promise<T>, silenceMs: number): Promise<T>
  dispose(): Promise<void>
}

/** `onEnd`: it is disposed of. */
export function createDecoderSet(urls: DecoderUrls, onEnd: () => void): DecoderSet {
  const loaders: { draco?: Promise<DRACOLoader>; ktx2?: Promise<KTX2Loader> } = {}
  /** How often a decoder has given a sign of life. */
  let beats = 0
  /** Fails the model that is being decoded. */
  let fail: (error: ModelError) => void = () => {}
  const reports: DecoderReports = {
    onBeat: () => (beats += 1),
    onFailure: (error) => fail(error),
  }
  /** What could not be started, because its code did not arrive for example, is tried again with the next model. */
  const forgetFailure = <T>(name: 'draco' | 'ktx2', starting: Promise<T>): Promise<T> => {
    starting.catch(() => delete loaders[name])
    return starting
  }
  const set: DecoderSet = {
    draco: () => (loaders.draco ??= forgetFailure('draco', startDraco(urls, reports))),
    ktx2: () => (loaders.ktx2 ??= forgetFailure('ktx2', startKtx2(urls, reports))),
    async guard(decoder, work, silenceMs) {
      const policy = watchPolicy(decoder, Object.values(urls))
      const silence = watchSilence(decoder, silenceMs, () => beats)
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
        if (error instanceof ModelError && error.code === 'decoder_blocked') await set.dispose()
        throw error
      } finally {
        fail = () => {}
        policy.stop()
        silence.stop()
      }
    },
    async dispose() {
      onEnd()
      const ended = await Promise.allSettled([loaders.draco, loaders.ktx2])
      for (const loader of ended) if (loader.status === 'fulfilled') loader.value?.dispose()
    },
  }
  return set
}
