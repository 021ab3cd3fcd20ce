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
  if (!compilesWasm()) throw blocked(decoder, `script-src 'wasm-unsafe-eval'`)
}

/** Rejects on the first policy violation of a worker, or of a fetch of one of `urls`. */
export function watchPolicy(
  decoder: string,
  urls: readonly string[],
): { violation: Promise<never>; stop(): void } {
  let reject: (error: ModelError) => void = () => {}
  const violation = new Promise<never>((_resolve, fail) => {
    reject = fail
  })
  // Whoever races against it may be gone by then.
  violation.catch(() => {})
  if (typeof document === 'undefined') return { violation, stop() {} }
  const listener = (event: SecurityPolicyViolationEvent): void => {
    if (event.disposition === 'report') return
    const directive = event.effectiveDirective
    const isWorker = directive.startsWith('worker-src') || directive.startsWith('child-src')
    const isFile = directive === 'connect-src' && urls.some((url) => sameResource(url, event.blockedURI))
    if (isWorker) reject(blocked(decoder, 'worker-src blob:'))
    if (isFile) reject(blocked(decoder, `connect-src ${new URL(event.blockedURI).origin}`))
  }
  document.addEventListener('securitypolicyviolation', listener)
  return { violation, stop: () => document.removeEventListener('securitypolicyviolation', listener) }
}

/** A violation names a file of another origin by its origin alone in some browsers. */
function sameResource(url: string, blocked: string): boolean {
  return url === blocked || (blocked !== '' && new URL(url, document.baseURI).origin === blocked)
}

function compilesWasm(): boolean {
  try {
    return new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module
  } catch {
    return false
  }
}

function blocked(decoder: string, directive: string): ModelError {
  return new ModelError(
    'decoder_blocked',
    `The page's Content-Security-Policy stops the ${decoder} decoder: add "${directive}"`,
  )
}
