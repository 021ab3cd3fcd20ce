/** Every way in which a request for a scene is refused. The names are the public contract. */

/** Which check refused, in the order in which they are made. */
export type Layer = 'format' | 'key' | 'organization' | 'domain' | 'project'

/** How far over its allowance a client is. */
export interface RateLimit {
  /** Failures a window holds. */
  readonly limit: number
  readonly windowSeconds: number
  /** Whole seconds until the client is admitted again. */
  readonly retryAfterSeconds: number
}

/** Why a request is refused, with what its reader needs. `layer` is null where it was none of the checks. */
export type Refusal =
  | { readonly code: 'missing_token'; readonly layer: 'format' }
  | { readonly code: 'malformed_token'; readonly layer: 'format' }
  | { readonly code: 'unknown_key'; readonly layer: 'key' }
  | { readonly code: 'key_revoked'; readonly layer: 'key'; readonly revokedAt: Date }
  | { readonly code: 'key_expired'; readonly layer: 'key'; readonly expiredAt: Date }
  | { readonly code: 'organization_suspended'; readonly layer: 'organization' }
  | { readonly code: 'scene_not_found'; readonly layer: 'organization' }
  | {
      readonly code: 'domain_not_allowed'
      readonly layer: 'domain'
      /** What was seen: an origin, `null` as text for `Origin: null`, null for neither header. */
      readonly origin: string | null
      /** The entry that would have matched; null where none may. */
      readonly suggestedPattern: string | null
    }
  | { readonly code: 'project_out_of_scope'; readonly layer: 'project' }
  | { readonly code: 'visitor_token_required'; readonly layer: 'project' }
  | { readonly code: 'token_out_of_scope'; readonly layer: 'project' }
  | { readonly code: 'rate_limited'; readonly layer: null; readonly rateLimit: RateLimit }
  | { readonly code: 'temporarily_unavailable'; readonly layer: null; readonly retryAfterSeconds: number }

/** The stable name of a refusal; it stands in the `code` of the answer. */
export type RefusalCode = Refusal['code']
