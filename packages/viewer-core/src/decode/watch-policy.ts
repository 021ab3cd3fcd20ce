/** Tells when the page's Content-Security-Policy stops a decoder at work. */
import type { ModelError } from '../model-error.js'
import { blockedBy } from './policy-probe.js'

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
    if (isWorker) reject(blockedBy(decoder, 'worker-src blob:'))
    if (isFile) reject(blockedBy(decoder, `connect-src ${new URL(event.blockedURI).origin}`))
  }
  document.addEventListener('securitypolicyviolation', listener)
  return { violation, stop: () => document.removeEventListener('securitypolicyviolation', listener) }
}

/** A violation names a file of another origin by its origin alone in some browsers. */
function sameResource(url: string, blocked: string): boolean {
  return url === blocked || (blocked !== '' && new URL(url, document.baseURI).origin === blocked)
}
