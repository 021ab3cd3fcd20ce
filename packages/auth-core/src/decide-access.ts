/** Facts in, one decision out. */
import type { Allowlist, AllowlistSettings } from './allowlist.js'
import type { AuthorizationFlaw } from './authorization.js'
import { keyStatus, type KeyDates } from './key-status.js'
import type { Refusal } from './refusal.js'
import type { RequestOrigin } from './request-origin.js'
import { suggestedPattern } from './suggested-pattern.js'
import type { VisitorClaims } from './visitor-token.js'

/** One API key as a store knows it. The token itself is not part of it. */
export interface KeyRecord extends KeyDates {
  readonly id: string
  readonly organizationId: string
  /** Whoever runs the server has suspended the key's organization. Absent: it has not. */
  readonly organizationSuspended?: boolean
  /** The projects of its scope that still exist. */
  readonly projectIds: readonly string[]
  /** Of a signing key: base64url of the 32 bytes of its Ed25519 public key. Absent on an API key. */
  readonly publicKey?: string
}

/** One scene, as far as access to it is concerned. A draft is refused as if it did not exist. */
export interface SceneRecord<Payload = unknown> {
  readonly id: string
  readonly organizationId: string
  readonly projectId: string
  readonly status: 'draft' | 'published'
  /** Whether its project is for visitor tokens alone: a plain key is refused. Default false. */
  readonly requireVisitorToken?: boolean
  /** Whatever the caller needs for its response; handed through untouched. */
  readonly payload: Payload
}

/** What a store knows about one token and one scene. Null: there is none. */
export interface AccessRecord<Payload = unknown> {
  readonly key: KeyRecord | null
  readonly scene: SceneRecord<Payload> | null
  /** The allowlist of the scene's project. */
  readonly allowlist: AllowlistSettings | null
}

/**
 * The platform's own iframe page asks, and `frame-ancestors` has held the page around it to the allowlist. Who that page
 * is passes the allowlist as it is now; where its browser did not say, the list has to be the very one of then.
 */
export type FramedOrigin =
  | { readonly kind: 'framed'; readonly embedder: string }
  | { readonly kind: 'framed'; readonly embedder: null; readonly allowlistVersion: string }

/** Everything that `decideAccess` decides from. */
export interface AccessFacts<Payload = unknown> {
  /** Why there is no usable token; null where there is one. */
  readonly tokenFlaw: AuthorizationFlaw | null
  /** Null: no key has that token. */
  readonly key: KeyRecord | null
  /** What a visitor token says and whether its signature holds; null for an API key. `key` is its signing key. */
  readonly visitor?: { readonly claims: VisitorClaims; readonly isSigned: boolean } | null
  /** Null: there is no such scene. */
  readonly scene: SceneRecord<Payload> | null
  /** Of the scene's project. Null allows no origin. */
  readonly allowlist: Allowlist | null
  readonly origin: RequestOrigin | FramedOrigin
  /** The instant at which the key has to be live. */
  readonly now: Date
  /** Default `suggestedPattern`. */
  readonly suggestPattern?: (origin: string) => string | null
}

/** Whom a request concerns, as far as it is known. What a refused caller may not learn is still named here. */
export interface Attribution {
  readonly keyId: string | null
  /** The key's. */
  readonly organizationId: string | null
  /** The scene's, where the scene is the organization's own. */
  readonly projectId: string | null
  /** Whom a signed visitor token names; absent where there is none. */
  readonly visitor?: string | null
}

/** The scene may be shown. `scene` is the record of the facts, payload included. */
export interface Granted<Payload = unknown> {
  readonly ok: true
  readonly keyId: string
  readonly organizationId: string
  readonly projectId: string
  readonly scene: SceneRecord<Payload>
  /** The allowlist entry that let the page in; null where localhost did, or where a framed page has no known embedder. */
  readonly matchedPattern: string | null
  /** Whom a visitor token names; null for a key, and where the token names nobody. */
  readonly visitor: string | null
  /** What the visitor token says; absent for a key. */
  readonly claims?: VisitorClaims
}

/** The scene may not be shown. Only `refusal` is for the caller; whom it concerns is for counts and the log. */
export interface Refused extends Attribution {
  readonly ok: false
  readonly refusal: Refusal
  /** What broke, for the log; never for the caller. */
  readonly cause?: unknown
}

/** The decision on one request; `ok` tells which. */
export type Decision<Payload = unknown> = Granted<Payload> | Refused

const NOBODY: Attribution = { keyId: null, organizationId: null, projectId: null }

/** Checks in order: format, key, organization, domain, project. The first that fails names the refusal. */
export function decideAccess<Payload>(facts: AccessFacts<Payload>): Decision<Payload> {
  const { key, scene, origin, now, visitor = null } = facts
  if (facts.tokenFlaw !== null) return refuse({ code: facts.tokenFlaw, layer: 'format' }, NOBODY)
  // Whoever cannot sign learns nothing of the signing key.
  if (key === null || visitor?.isSigned === false)
    return refuse({ code: 'unknown_key', layer: 'key' }, NOBODY)

  const { id: keyId, organizationId } = key
  const dead = whyDead(key, now) ?? whyOver(visitor, now)
  const isOwn = scene !== null && scene.organizationId === organizationId
  const projectId = isOwn ? scene.projectId : null
  const visitorName = visitor?.claims.subject ?? null
  const attribution: Attribution = {
    keyId,
    organizationId,
    projectId,
    ...(visitorName !== null && { visitor: visitorName }),
  }
  if (dead !== null) return refuse(dead, attribution)
  if (key.organizationSuspended === true) {
    return refuse({ code: 'organization_suspended', layer: 'organization' }, attribution)
  }

  if (scene === null || projectId === null || scene.status !== 'published') {
    return refuse({ code: 'scene_not_found', layer: 'organization' }, attribution)
  }

  const match = matchDomain(facts)
  if (match === null) {
    return refuse(domainRefusal(origin, facts.suggestPattern ?? suggestedPattern), attribution)
  }

  if (!key.projectIds.includes(projectId)) {
    return refuse({ code: 'project_out_of_scope', layer: 'project' }, attribution)
  }
  if (visitor === null && scene.requireVisitorToken === true) {
    return refuse({ code: 'visitor_token_required', layer: 'project' }, attribution)
  }
  if (visitor !== null && !covers(visitor.claims, scene, origin)) {
    return refuse({ code: 'token_out_of_scope', layer: 'project' }, attribution)
  }
  return {
    ok: true,
    keyId,
    organizationId,
    projectId,
    scene,
    matchedPattern: match.matchedPattern,
    visitor: visitorName,
    ...(visitor !== null && { claims: visitor.claims }),
  }
}

/** A token is over *at* its `exp` (RFC 7519 §4.1.4). */
function whyOver(visitor: AccessFacts['visitor'], now: Date): Refusal | null {
  if (!visitor || now < visitor.claims.expiresAt) return null
  return { code: 'key_expired', layer: 'key', expiredAt: visitor.claims.expiresAt }
}

function covers(
  { scope, origin }: VisitorClaims,
  scene: SceneRecord,
  asked: RequestOrigin | FramedOrigin,
): boolean {
  const inScope = 'scene' in scope ? scope.scene === scene.id : scope.project === scene.projectId
  if (!inScope || origin === null) return inScope
  const page = asked.kind === 'origin' ? asked.origin : asked.kind === 'framed' ? asked.embedder : null
  return page === origin
}

function whyDead(key: KeyRecord, now: Date): Refusal | null {
  const status = keyStatus(key, now)
  if (status === 'revoked') {
    const revokedAt = (key.revokedAt ?? key.revokesAt) as Date
    return { code: 'key_revoked', layer: 'key', revokedAt }
  }
  if (status === 'expired') return { code: 'key_expired', layer: 'key', expiredAt: key.expiresAt as Date }
  return null
}

/** Null: the page is not allowed. */
function matchDomain({ origin, allowlist }: AccessFacts): { readonly matchedPattern: string | null } | null {
  if (allowlist === null) return null
  const page = pageOf(origin)
  if (page !== null) {
    const match = allowlist.match(page)
    return match.allowed ? match : null
  }
  const isUnchanged =
    origin.kind === 'framed' && origin.embedder === null && origin.allowlistVersion === allowlist.version
  return isUnchanged ? { matchedPattern: null } : null
}

/** The origin of the page that shows the scene; null where none is named. */
function pageOf(origin: RequestOrigin | FramedOrigin): string | null {
  if (origin.kind === 'framed') return origin.embedder
  return origin.kind === 'origin' ? origin.origin : null
}

function domainRefusal(
  origin: RequestOrigin | FramedOrigin,
  suggest: (origin: string) => string | null,
): Refusal {
  const code = 'domain_not_allowed'
  const layer = 'domain'
  const page = pageOf(origin)
  if (page !== null) return { code, layer, origin: page, suggestedPattern: suggest(page) }
  switch (origin.kind) {
    case 'null':
      return { code, layer, origin: 'null', suggestedPattern: null }
    case 'invalid':
      return { code, layer, origin: origin.seen, suggestedPattern: null }
    default:
      return { code, layer, origin: null, suggestedPattern: null }
  }
}

function refuse(refusal: Refusal, attribution: Attribution): Refused {
  return { ok: false, refusal, ...attribution }
}
