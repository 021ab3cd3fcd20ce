/** The one error of this package: a closed list of codes, each with advice for whoever has to act. */
import {
  type EmbedErrorCode,
  ERROR_LAYERS,
  ERROR_REMEDIES,
  ERROR_TITLES,
  type Layer,
  PAGE_ERROR_CODES,
  type PageErrorCode,
  redactTokens,
  RETRYABLE_ERRORS,
} from '@vectreal/scene-format'

export type { Layer }
/** Every code of a `VectrealError`: refusals that the API states, and failures that only the page sees. */
export type VectrealErrorCode = EmbedErrorCode | PageErrorCode

export function isClientCode(code: unknown): code is PageErrorCode {
  return PAGE_ERROR_CODES.includes(code as PageErrorCode)
}

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
  /** HTTP status, `null` where there was no response. */
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
      redactTokens(facts.detail ?? `${ERROR_TITLES[code]}.`),
      facts.cause === undefined ? undefined : { cause: facts.cause },
    )
    this.name = 'VectrealError'
    this.code = code
    this.layer = ERROR_LAYERS[code] ?? null
    this.status = facts.status ?? null
    this.hint = redactTokens(facts.hint ?? hintFor(code, facts))
    this.requestId = facts.requestId ?? null
    this.retryable = facts.retryable ?? RETRYABLE_ERRORS.includes(code)
    this.origin = facts.origin ?? null
    this.suggestedPattern = facts.suggestedPattern ?? null
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Everything but `cause` and `stack`: those may hold text that is not ours. */
  toJSON(): Record<string, unknown> {
    return { message: this.message, ...(this as object) }
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
export function asVectrealError(cause: unknown, otherwise: PageErrorCode = 'network'): VectrealError {
  if (isVectrealError(cause)) return cause
  const { code, detail } = (cause ?? {}) as { code?: unknown; detail?: unknown }
  if (!isClientCode(code)) return new VectrealError(otherwise, { cause })
  return new VectrealError(code, {
    detail: typeof detail === 'string' ? detail : undefined,
    cause,
  })
}

function hintFor(code: VectrealErrorCode, facts: ErrorFacts): string {
  if (code === 'domain_not_allowed') return hintForDomain(facts)
  const { endedAt, retryAfterSeconds } = facts
  const ended = endedAt ? `${ERROR_TITLES[code]} on ${endedAt.slice(0, 10)}. ` : ''
  const wait = retryAfterSeconds
    ? `Wait ${retryAfterSeconds} second${retryAfterSeconds === 1 ? '' : 's'}. `
    : ''
  return ended + wait + ERROR_REMEDIES[code]
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
