/**
 * The form of visitor tokens: `vctrlv_` and a compact JWS (RFC 7515 §7.1) signed with Ed25519 (RFC 8037), whose claims say
 * what one visitor of a site may see. Reading checks no signature.
 */
import { parseOrigin, serializeOrigin } from './origin.js'

export const VISITOR_TOKEN_PREFIX = 'vctrlv_'
/** A token may live this long, counted from `iat` to `exp`. */
export const MAX_VISITOR_TOKEN_SECONDS = 24 * 60 * 60
/** How far ahead of ours the clock of whoever signs may be. */
const MAX_SKEW_MS = 60_000
const MAX_LENGTH = 1536
const MAX_TEXT_LENGTH = 64

const ID = /^[\w-]{1,64}$/
const BASE64URL = /^[A-Za-z0-9_-]+$/
const SIGNATURE_BYTES = 64

/** What a visitor token says. */
export interface VisitorClaims {
  /** The id of the signing key. */
  readonly kid: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** What may be seen: one scene, or all published scenes of one project. */
  readonly scope: { readonly scene: string } | { readonly project: string }
  /** The only page that may use the token, as a serialized origin; null: every page of the allowlist. */
  readonly origin: string | null
  /** Who the visitor is, in the site's own words; null where the site does not say. */
  readonly subject: string | null
}

/** A visitor token taken apart. Its signature is still to be checked. */
export interface VisitorToken {
  readonly claims: VisitorClaims
  /** What was signed: header and payload as they stand in the token (RFC 7515 §5.2). */
  readonly signedBytes: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Whether a token begins as visitor tokens do; nothing else of it is looked at. */
export function isVisitorToken(token: string): boolean {
  return token.startsWith(VISITOR_TOKEN_PREFIX)
}

/**
 * Null for whatever is not exactly one visitor token: another `alg`, a `crit` header (RFC 7515 §4.1.11: none is known
 * here), a claim missing or of another type, a life of more than 24 hours, an `iat` over 60 seconds ahead of `now`.
 * Claims it does not know are left alone (RFC 7519 §4).
 */
export function parseVisitorToken(text: string, now: Date): VisitorToken | null {
  if (text.length > MAX_LENGTH || !isVisitorToken(text)) return null
  const parts = text.slice(VISITOR_TOKEN_PREFIX.length).split('.')
  const [header, payload, signed] = parts
  if (parts.length !== 3 || header === undefined || payload === undefined || signed === undefined) return null
  const kid = readHeader(decodeJson(header))
  const claims = readClaims(decodeJson(payload), now)
  const signature = decodeBase64url(signed)
  if (kid === null || claims === null || signature?.length !== SIGNATURE_BYTES) return null
  return {
    claims: { kid, ...claims },
    signedBytes: new TextEncoder().encode(`${header}.${payload}`),
    signature,
  }
}

function readHeader(header: Record<string, unknown> | null): string | null {
  if (header === null || header.alg !== 'EdDSA' || 'crit' in header || 'b64' in header) return null
  return isId(header.kid) ? header.kid : null
}

function readClaims(given: Record<string, unknown> | null, now: Date): Omit<VisitorClaims, 'kid'> | null {
  if (given === null) return null
  const { iat, exp, scene, project, origin, sub, jti } = given
  if (!isSeconds(iat) || !isSeconds(exp) || exp <= iat || exp - iat > MAX_VISITOR_TOKEN_SECONDS) return null
  if (iat * 1000 > now.getTime() + MAX_SKEW_MS) return null
  const scope = readScope(scene, project)
  const page = origin === undefined ? null : readOrigin(origin)
  if (scope === null || page === undefined || !isShortText(sub) || !isShortText(jti)) return null
  return {
    issuedAt: new Date(iat * 1000),
    expiresAt: new Date(exp * 1000),
    scope,
    origin: page,
    subject: sub ?? null,
  }
}

/** Exactly one of the two. */
function readScope(scene: unknown, project: unknown): VisitorClaims['scope'] | null {
  if (project === undefined) return isId(scene) ? { scene } : null
  return scene === undefined && isId(project) ? { project } : null
}

/** Undefined for what is no origin. */
function readOrigin(origin: unknown): string | undefined {
  const parsed = typeof origin === 'string' ? parseOrigin(origin) : null
  return parsed === null ? undefined : serializeOrigin(parsed)
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value)
}

/** Whole seconds up to the year 9999: a `NumericDate` (RFC 7519 §2) that is also a date here. */
function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 253_402_300_799
}

function isShortText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && [...value].length <= MAX_TEXT_LENGTH)
}

function decodeJson(part: string): Record<string, unknown> | null {
  const bytes = decodeBase64url(part)
  if (bytes === null) return null
  try {
    const value: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    )
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Null unless `text` is base64url without padding, in the one spelling of its bytes (RFC 4648 §3.5). */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!BASE64URL.test(text) || text.length % 4 === 1) return null
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  return encodeBase64url(bytes) === text ? bytes : null
}

export function encodeBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
