/** The one error of this package: a closed list of codes, each with advice for whoever has to act. */
import { redactTokens } from '@vectreal/scene-format'

/** Refusals that the API states itself. */
export const SERVER_CODES = [
  'missing_token',
  'malformed_token',
  'unknown_key',
  'key_revoked',
  'key_expired',
  'organization_suspended',
  'scene_not_found',
  'domain_not_allowed',
  'project_out_of_scope',
  'visitor_token_required',
  'token_out_of_scope',
  'rate_limited',
  'temporarily_unavailable',
] as const

/** Failures that only the page can see. */
export const CLIENT_CODES = [
  'network',
  'timeout',
  'aborted',
  'unexpected_response',
  'invalid_model',
  'decoder_blocked',
  'script_blocked',
  'webgl_unavailable',
  'context_lost',
] as const

export type ServerCode = (typeof SERVER_CODES)[number]
export type ClientCode = (typeof CLIENT_CODES)[number]
/** Every code of a `VectrealError`: refusals that the API states, and failures that only the page sees. */
export type VectrealErrorCode = ServerCode | ClientCode

export function isClientCode(code: unknown): code is ClientCode {
  return CLIENT_CODES.includes(code as ClientCode)
}

/** Which check refused. `null`: none of them; the request was stopped for another reason. */
export type Layer = 'format' | 'key' | 'organization' | 'domain' | 'project'

const LAYER: Partial<Record<VectrealErrorCode, Layer>> = {
  missing_token: 'format',
  malformed_token: 'format',
  unknown_key: 'key',
  key_revoked: 'key',
  key_expired: 'key',
  organization_suspended: 'organization',
  scene_not_found: 'organization',
  domain_not_allowed: 'domain',
  project_out_of_scope: 'project',
  visitor_token_required: 'project',
  token_out_of_scope: 'project',
}

const RETRYABLE: ReadonlySet<VectrealErrorCode> = new Set([
  'rate_limited',
  'temporarily_unavailable',
  'network',
  'timeout',
  'script_blocked',
  'context_lost',
])

/** What is known beside the code. Everything here may be shown to the site builder. */
export interface ErrorFacts {
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  /** One sentence on what happened, in place of the code's own. */
  readonly detail?: string | undefined
  /** Advice in place of the code's own. */
  readonly hint?: string | undefined
  /** The origin that the API saw. */
  readonly origin?: string | null | undefined
  /** The allowlist entry that would have matched. */
  readonly suggestedPattern?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  /** When the key ended, as an ISO date. */
  readonly endedAt?: string | undefined
  readonly retryable?: boolean | undefined
  readonly cause?: unknown
}

const BRAND = Symbol.for('vectreal.error')

/** Why a scene is not shown: a code of the API or of this package, the layer that refused, and what to do about it. */
export class VectrealError extends Error {
  readonly code: VectrealErrorCode
  readonly layer: Layer | null
  /** HTTP status, `null` where there was no answer. */
  readonly status: number | null
  /** What the person who built the page should do. */
  readonly hint: string
  readonly requestId: string | null
  /** The same request may succeed later without anybody changing anything. */
  readonly retryable: boolean
  readonly origin: string | null
  readonly suggestedPattern: string | null
  readonly retryAfterSeconds: number | null

  constructor(code: VectrealErrorCode, facts: ErrorFacts = {}) {
    super(
      redactTokens(facts.detail ?? MESSAGE[code]),
      facts.cause === undefined ? undefined : { cause: facts.cause },
    )
    this.name = 'VectrealError'
    this.code = code
    this.layer = LAYER[code] ?? null
    this.status = facts.status ?? null
    this.hint = redactTokens(facts.hint ?? HINT[code](facts))
    this.requestId = facts.requestId ?? null
    this.retryable = facts.retryable ?? RETRYABLE.has(code)
    this.origin = facts.origin ?? null
    this.suggestedPattern = facts.suggestedPattern ?? null
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Everything but `cause` and `stack`: those may hold text that is not ours. */
  toJSON(): Record<string, unknown> {
    const { name, code, layer, message, status, hint, requestId, retryable } = this
    const { origin, suggestedPattern, retryAfterSeconds } = this
    return {
      name,
      code,
      layer,
      message,
      status,
      hint,
      requestId,
      retryable,
      origin,
      suggestedPattern,
      retryAfterSeconds,
    }
  }
}

/** True for an error of any copy of this package on the page, where `instanceof` knows only its own. */
export function isVectrealError(value: unknown): value is VectrealError {
  return typeof value === 'object' && value !== null && BRAND in value
}

/**
 * What came out of a `catch`. Errors of viewer-core carry a code of this list; anything else that a request or a
 * stream throws is a network failure.
 */
export function asVectrealError(cause: unknown, otherwise: ClientCode = 'network'): VectrealError {
  if (isVectrealError(cause)) return cause
  const { code, detail } = (cause ?? {}) as { code?: unknown; detail?: unknown }
  if (!isClientCode(code)) return new VectrealError(otherwise, { cause })
  return new VectrealError(code, {
    detail: typeof detail === 'string' ? detail : undefined,
    cause,
  })
}

const MESSAGE: Record<VectrealErrorCode, string> = {
  missing_token: 'No API key was given.',
  malformed_token: 'The API key does not have the form of one.',
  unknown_key: 'The API key is not known.',
  key_revoked: 'The API key has been revoked.',
  key_expired: 'The API key has expired.',
  organization_suspended: 'The organization of this API key is suspended.',
  scene_not_found: 'There is no such published scene for this key.',
  domain_not_allowed: 'This site may not show the scene.',
  project_out_of_scope: 'The API key does not cover the project of this scene.',
  visitor_token_required: 'Please sign in to see this scene.',
  token_out_of_scope: 'The visitor token is for another scene, project or site.',
  rate_limited: 'Too many refused requests came from this address.',
  temporarily_unavailable: 'The platform cannot answer at the moment.',
  network: 'The platform could not be reached.',
  timeout: 'The platform did not answer in time.',
  aborted: 'The request was aborted.',
  unexpected_response: 'The answer is not one of a Vectreal platform.',
  invalid_model: 'The model file is damaged or not a GLB that can be shown.',
  decoder_blocked: 'A decoder that this model needs could not run.',
  script_blocked: 'The viewer script could not be loaded.',
  webgl_unavailable: 'This browser cannot draw 3D (no WebGL 2).',
  context_lost: 'The browser took the graphics context away.',
}

const HINT: Record<VectrealErrorCode, (facts: ErrorFacts) => string> = {
  missing_token: () =>
    'Give the element an api-key attribute, or createClient an apiKey. The key is on the API keys page of the dashboard.',
  malformed_token: () =>
    'Copy the key again, whole and without quotes or spaces: vctrl_ and 43 letters and digits. A lost key is replaced on the API keys page of the dashboard.',
  unknown_key: () =>
    'Check that the key was issued by the platform that base-url (or the script address) names; create a new one on its API keys page if in doubt.',
  key_revoked: ({ endedAt }) =>
    `This key was revoked${onDay(endedAt)} and cannot come back. Create a new key on the API keys page and put it on the page.`,
  key_expired: ({ endedAt }) =>
    `This key expired${onDay(endedAt)}. Rotate it on the API keys page and put the new key on the page.`,
  organization_suspended: () =>
    'Whoever runs the platform has suspended the organization. Nothing on the page is wrong: ask an owner of the organization, or the operator.',
  scene_not_found: () => 'Check scene-id, publish the scene, and use a key of the organization that owns it.',
  domain_not_allowed: hintForDomain,
  project_out_of_scope: () =>
    'Use a key whose projects include the one of this scene, or create such a key on the API keys page. The projects of a key cannot change.',
  visitor_token_required: () =>
    'The project asks for visitor tokens: sign one on your server for each signed-in visitor, and give it in place of the API key.',
  token_out_of_scope: () =>
    'Sign a token for this scene or its project; where it names an origin, for the one of this page.',
  rate_limited: ({ retryAfterSeconds }) =>
    `Wait${retryAfterSeconds ? ` ${retryAfterSeconds} seconds` : ''}, then mend what was refused before: the dashboard lists recent refusals of the project. Loads that succeed are not counted.`,
  temporarily_unavailable: () =>
    'Nothing on the page is wrong. Try again in a moment; if it stays, see the status of the platform.',
  network: () =>
    'Check the connection and that base-url names the platform. With a Content-Security-Policy, connect-src has to list it.',
  timeout: () => 'The connection is slow or the platform is busy. Try again; a smaller model loads sooner.',
  aborted: () => 'Nothing to do: the page stopped the request itself.',
  unexpected_response: () =>
    'Check that base-url names the root of a Vectreal platform and that no proxy answers or redirects in its place.',
  invalid_model: () => 'Upload the model again as a valid GLB (glTF 2.0, everything inside the one file).',
  decoder_blocked: () =>
    "Allow the decoder in the Content-Security-Policy (script-src 'wasm-unsafe-eval', worker-src), or upload the model without this compression.",
  script_blocked: () =>
    'Allow the platform in the Content-Security-Policy (script-src) and in content blockers, and check that the script address is right.',
  webgl_unavailable: () =>
    'Visitors see the poster. Hardware acceleration may be off in this browser, or the device is too old.',
  context_lost: () =>
    'The device ran out of graphics memory, or too many 3D canvases are open. Show fewer scenes at once or a lighter model.',
}

function hintForDomain({ origin, suggestedPattern }: ErrorFacts): string {
  if (origin && suggestedPattern) {
    return `Add ${suggestedPattern} to the allowed domains of the project, so that pages on ${origin} may show its scenes.`
  }
  if (origin && origin !== 'null') {
    return `Pages on ${origin} are not allowed by the project, and no allowlist entry can name this host as it is. Use a host name of your own, or for localhost switch "allow localhost" on in the project.`
  }
  return 'This page has no origin (a file opened from disk, a sandboxed frame, a program). Serve the page over http or https from one of the allowed domains of the project.'
}

function onDay(iso: string | undefined): string {
  return iso ? ` on ${iso.slice(0, 10)}` : ''
}
