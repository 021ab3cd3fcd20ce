/**
 * Lets three start its decoder workers on pages that take no plain string for a script (Trusted Types). The policy is
 * called `vectreal`, stays in this module and passes nothing but `blob:` addresses.
 */
import { ModelError } from '../model-error.js'

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown }
}

let trust: ((url: string) => unknown) | null = null

/**
 * From now on the loader's own worker script is one that the page trusts.
 *
 * @throws ModelError `decoder_blocked` where the page's policy has no room for it
 */
export function trustWorkerOf(loader: object, decoder: string): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return
  trust ??= createTrust(trustedTypes, decoder)
  const own = trust
  let url: unknown = ''
  Object.defineProperty(loader, 'workerSourceURL', {
    get: () => url,
    set(next: string) {
      url = next === '' ? '' : own(next)
    },
  })
}

function createTrust(trustedTypes: TrustedTypes, decoder: string): (url: string) => unknown {
  try {
    const policy = trustedTypes.createPolicy('vectreal', { createScriptURL: requireBlob })
    return (url) => policy.createScriptURL(url)
  } catch {
    // The page names its policies. A default one, or none asked for, and plain strings will do.
    if (takesPlainStrings()) return (url) => url
    throw new ModelError(
      'decoder_blocked',
      `The page's Content-Security-Policy stops the ${decoder} decoder: add "trusted-types vectreal"`,
    )
  }
}

function requireBlob(url: string): string {
  if (!url.startsWith('blob:')) throw new TypeError('only blob: addresses are scripts of a decoder')
  return url
}

function takesPlainStrings(): boolean {
  try {
    // Never put into the page, so nothing is fetched.
    document.createElement('script').src = 'blob:vectreal'
    return true
  } catch {
    return false
  }
}
