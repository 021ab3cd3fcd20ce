/** Runs the checks that stand between a page and its scene, one by one, and says which fails and what to do. */
import { canDraw3D } from './browser-features.js'
import { isOffline } from './retry.js'
import type { SceneManifest } from '@vectreal/scene-format'
import { asVectrealError, VectrealError, type Layer } from './vectreal-error.js'
import { VERSION } from './version.js'

/**
 * What is checked, in the order in which it is reached: `Layer` are the checks of the API, the rest are of
 * the page.
 */
export type CheckName = 'connection' | Layer | 'model' | 'webgl' | 'decoders'

/** How one check went. */
export interface Check {
  readonly name: CheckName
  /** `skipped`: a check before it failed, or this is no browser. */
  readonly status: 'passed' | 'failed' | 'skipped'
  /** One sentence, for whoever builds the page. */
  readonly message: string
  /** What to do about a failed check. */
  readonly hint: string | null
}

/** What `diagnose` found. It may be shown or sent on: the key is not in it. */
export interface Diagnosis {
  /** No check failed. */
  readonly ok: boolean
  readonly sceneId: string
  readonly baseUrl: string
  /** The origin that the platform saw, or that this page has. `null`: none. */
  readonly origin: string | null
  readonly sdkVersion: string
  /** Every check, those not reached included. */
  readonly checks: readonly Check[]
  /** The first failure. */
  readonly error: VectrealError | null
  /** The whole diagnosis as lines of text, without the key. */
  toString(): string
}

/** The eight bytes of an empty WebAssembly module. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])

const LAYERS: readonly Layer[] = ['format', 'key', 'organization', 'domain', 'project']

const PASSED: Record<CheckName, string> = {
  connection: 'The platform responds.',
  format: 'The key has the right form.',
  key: 'The key is known and live.',
  organization: 'The scene is published and belongs to the organization of the key.',
  domain: 'This site is allowed by the project.',
  project: 'The key covers the project of the scene.',
  model: 'The model arrived whole and unchanged.',
  webgl: 'This browser can draw 3D.',
  decoders: 'Decoders for compressed models can run.',
}

/** The part of a client that is put to the test; it should not try anything twice. */
interface TestedClient {
  readonly baseUrl: string
  getScene(sceneId: string): Promise<SceneManifest>
  loadModel(manifest: SceneManifest): Promise<unknown>
}

/** Loads the scene for real, the model included. Never rejects because of the scene. */
export async function diagnose(client: TestedClient, sceneId: string): Promise<Diagnosis> {
  const checks: Check[] = []
  let error: VectrealError | null = null
  const pass = (...names: CheckName[]) => {
    for (const name of names) checks.push({ name, status: 'passed', message: PASSED[name], hint: null })
  }
  const fail = (name: CheckName, failure: VectrealError) => {
    error ??= failure
    checks.push({ name, status: 'failed', message: failure.message, hint: failure.hint })
  }

  if (isOffline()) fail('connection', new VectrealError('network', { detail: 'This browser is offline.' }))
  else {
    const blocked = watchPolicy(client.baseUrl)
    try {
      const manifest = await client.getScene(sceneId)
      pass('connection', ...LAYERS)
      await client.loadModel(manifest).then(
        () => pass('model'),
        (cause: unknown) => fail('model', asVectrealError(cause)),
      )
    } catch (cause) {
      const failure = asVectrealError(cause)
      const reached = LAYERS.findIndex((layer) => layer === failure.layer)
      if (reached >= 0 && failure.status !== null) pass('connection')
      pass(...LAYERS.slice(0, Math.max(0, reached)))
      fail(reached >= 0 ? (LAYERS[reached] as Layer) : 'connection', blocked.explain(failure))
    } finally {
      blocked.stop()
    }
  }
  if (typeof document !== 'undefined') {
    if (canDraw3D()) pass('webgl')
    else fail('webgl', new VectrealError('webgl_unavailable'))
    if (canCompileWebAssembly()) pass('decoders')
    else fail('decoders', new VectrealError('decoder_blocked'))
  }
  for (const name of Object.keys(PASSED) as CheckName[]) {
    if (checks.some((check) => check.name === name)) continue
    checks.push({ name, status: 'skipped', message: 'Not reached.', hint: null })
  }
  return present(sceneId, client.baseUrl, checks, error)
}

function present(
  sceneId: string,
  baseUrl: string,
  checks: readonly Check[],
  error: VectrealError | null,
): Diagnosis {
  const origin = error?.origin ?? globalThis.location?.origin ?? null
  const lines = checks.map(({ name, status, message, hint }) => {
    return `${status.padEnd(8)}${name.padEnd(14)}${message}${hint === null ? '' : `\n${' '.repeat(22)}${hint}`}`
  })
  return {
    ok: error === null,
    sceneId,
    baseUrl,
    origin,
    sdkVersion: VERSION,
    checks,
    error,
    toString: () =>
      [`Vectreal ${VERSION}, scene ${sceneId} at ${baseUrl}, origin ${origin ?? 'none'}`, ...lines].join(
        '\n',
      ),
  }
}

/** A request that a Content-Security-Policy stops looks like any other network failure, except for this event. */
function watchPolicy(baseUrl: string): { explain(failure: VectrealError): VectrealError; stop(): void } {
  if (typeof document === 'undefined') return { explain: (failure) => failure, stop() {} }
  const { origin } = new URL(baseUrl)
  let isBlocked = false
  const listen = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective === 'connect-src' && event.blockedURI.startsWith(origin)) isBlocked = true
  }
  document.addEventListener('securitypolicyviolation', listen)
  return {
    explain: (failure) =>
      isBlocked
        ? new VectrealError('network', {
            detail: 'The Content-Security-Policy of this page stops requests to the platform.',
            hint: `Add ${origin} to connect-src.`,
            retryable: false,
          })
        : failure,
    stop: () => document.removeEventListener('securitypolicyviolation', listen),
  }
}

/** False under a policy without `'wasm-unsafe-eval'`. */
function canCompileWebAssembly(): boolean {
  try {
    return new WebAssembly.Module(EMPTY_MODULE) instanceof WebAssembly.Module
  } catch {
    return false
  }
}
