/** Every way in which a request for a scene is refused. The names are the public contract. */

import type { EmbedErrorCode, Layer, LayerOf } from '@vectreal/scene-format'

export type { Layer }

/** How far over its allowance a client is. */
export interface RateLimit {
  /** Failures a window holds. */
  readonly limit: number
  readonly windowSeconds: number
  /** Whole seconds until the client is admitted again. */
  readonly retryAfterSeconds: number
}

/** One refusal: its code, its layer and what its reader needs. */
type Refused<C extends EmbedErrorCode, Facts = unknown> = {
  readonly code: C
  readonly layer: LayerOf<C>
} & Facts

/** Why a request is refused, with what its reader needs. `layer` is null where it was none of the checks. */
export type Refusal =
  | Refused<'missing_token'>
  | Refused<'malformed_token'>
  | Refused<'unknown_key'>
  | Refused<'key_revoked', { readonly revokedAt: Date }>
  | Refused<'key_expired', { readonly expiredAt: Date }>
  | Refused<'organization_suspended'>
  | Refused<'scene_not_found'>
  | Refused<
      'domain_not_allowed',
      {
        /** What was seen: an origin, `null` as text for `Origin: null`, null for neither header. */
        readonly origin: string | null
        /** The entry that would have matched; null where none may. */
        readonly suggestedPattern: string | null
      }
    >
  | Refused<'project_out_of_scope'>
  | Refused<'visitor_token_required'>
  | Refused<'token_out_of_scope'>
  | Refused<'rate_limited', { readonly rateLimit: RateLimit }>
  | Refused<'temporarily_unavailable', { readonly retryAfterSeconds: number }>

/** The stable name of a refusal; it stands in the `code` of the response. */
export type RefusalCode = Refusal['code']
