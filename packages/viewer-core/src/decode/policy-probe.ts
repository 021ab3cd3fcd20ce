/**
 * Finds out whether the page's Content-Security-Policy stops a decoder. three waits for ever on a worker that
 * may not run; asking first turns that into an error that names the missing directive.
 */
import { ModelError } from '../model-error.js'

/** The eight bytes of an empty WebAssembly module. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])

/**
 * For a decoder that is WebAssembly, as all are.
 *
 * @throws ModelError `decoder_blocked`
 */
export function requirePolicy(decoder: string): void {
  if (typeof WebAssembly !== 'object') {
    throw new ModelError('decoder_blocked', `${decoder} needs WebAssembly, which this browser does not have`)
  }
  if (!compilesWasm()) throw blockedBy(decoder, `script-src 'wasm-unsafe-eval'`)
}

function compilesWasm(): boolean {
  try {
    return new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module
  } catch {
    return false
  }
}

/** What the page lacks: `directive` in its policy. */
export function blockedBy(decoder: string, directive: string): ModelError {
  return new ModelError(
    'decoder_blocked',
    `The page's Content-Security-Policy stops the ${decoder} decoder: add "${directive}"`,
  )
}
