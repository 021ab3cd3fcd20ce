/** The decoder files of this package. Bundlers follow these expressions and ship the files; loaded only on need. */
import type { DecoderUrls } from './decoder-urls.js'

export const PACKAGED_DECODERS: DecoderUrls = {
  dracoScript: new URL('../decoders/draco_wasm_wrapper.js', import.meta.url).href,
  dracoWasm: new URL('../decoders/draco_decoder.wasm', import.meta.url).href,
  basisScript: new URL('../decoders/basis_transcoder.js', import.meta.url).href,
  basisWasm: new URL('../decoders/basis_transcoder.wasm', import.meta.url).href,
}
