/** Makes visitor tokens on a site's own server, offline, in any runtime with the Web Crypto API. */
import { parseOrigin, serializeOrigin } from './origin.js'
import { encodeBase64url, MAX_VISITOR_TOKEN_SECONDS, VISITOR_TOKEN_PREFIX } from './visitor-token.js'

const ALGORITHM = 'Ed25519'
const DEFAULT_SECONDS = 600
const ID = /^[\w-]{1,64}$/
const MAX_TEXT_LENGTH = 64

interface Common {
  /** The private key that the dashboard or the API showed once: PKCS #8 PEM, or the key imported for `sign`. */
  readonly privateKey: string | CryptoKey
  /** The id of that signing key; it becomes `kid`. */
  readonly signingKeyId: string
  /** How long the token lives, in whole seconds: 1 to 86,400. Default 600. */
  readonly expiresInSeconds?: number
  /** The only origin whose pages may use it, such as `https://shop.example.com`. Default: all that the allowlist has. */
  readonly origin?: string
  /** Who the visitor is in your words, at most 64 characters. Give no name and no address: it shows in your usage. */
  readonly subject?: string
  /** An id of the token, at most 64 characters. */
  readonly tokenId?: string
  /** Default: now. */
  readonly now?: Date
}

/** What `signVisitorToken` takes: who signs, and the one scene or project that may be seen. */
export type VisitorTokenOptions = Common &
  (
    | { readonly sceneId: string; readonly projectId?: never }
    | { readonly projectId: string; readonly sceneId?: never }
  )

/**
 * A visitor token (`vctrlv_…`) for one visitor, to hand to the page that shows the scene in place of an API key.
 *
 * @throws TypeError naming the option that cannot be used
 */
export async function signVisitorToken(options: VisitorTokenOptions): Promise<string> {
  const { signingKeyId, sceneId, projectId, expiresInSeconds = DEFAULT_SECONDS, now = new Date() } = options
  const scope = sceneId === undefined ? { project: projectId } : { scene: sceneId }
  requireOption('signingKeyId', ID.test(signingKeyId), 'must be the id of a signing key')
  requireOption(
    'sceneId',
    (sceneId === undefined) !== (projectId === undefined),
    'or projectId must be given, not both',
  )
  for (const [name, id] of Object.entries({ sceneId, projectId })) {
    requireOption(name, id === undefined || ID.test(id), 'must be an id')
  }
  requireOption(
    'expiresInSeconds',
    Number.isInteger(expiresInSeconds) &&
      expiresInSeconds >= 1 &&
      expiresInSeconds <= MAX_VISITOR_TOKEN_SECONDS,
    `must be a whole number from 1 to ${MAX_VISITOR_TOKEN_SECONDS}`,
  )
  const issuedAt = Math.floor(now.getTime() / 1000)
  const header = { alg: 'EdDSA', typ: 'JWT', kid: signingKeyId }
  const claims = {
    iat: issuedAt,
    exp: issuedAt + expiresInSeconds,
    ...scope,
    ...(options.origin !== undefined && { origin: readOrigin(options.origin) }),
    ...(options.subject !== undefined && { sub: readText('subject', options.subject) }),
    ...(options.tokenId !== undefined && { jti: readText('tokenId', options.tokenId) }),
  }
  const signed = `${encodeJson(header)}.${encodeJson(claims)}`
  const key =
    typeof options.privateKey === 'string' ? await importPem(options.privateKey) : options.privateKey
  const signature = await crypto.subtle.sign(ALGORITHM, key, new TextEncoder().encode(signed))
  return `${VISITOR_TOKEN_PREFIX}${signed}.${encodeBase64url(new Uint8Array(signature))}`
}

async function importPem(pem: string): Promise<CryptoKey> {
  const base64 = /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/.exec(
    pem,
  )?.[1]
  requireOption(
    'privateKey',
    base64 !== undefined,
    'must be PKCS #8 PEM, beginning with -----BEGIN PRIVATE KEY-----',
  )
  try {
    const der = Uint8Array.from(atob((base64 as string).replace(/\s/g, '')), (character) =>
      character.charCodeAt(0),
    )
    return await crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign'])
  } catch (cause) {
    throw new TypeError('privateKey must be an Ed25519 key as the platform showed it', { cause })
  }
}

function readOrigin(text: string): string {
  const origin = parseOrigin(text)
  if (origin === null)
    throw new TypeError('origin must be an origin, such as https://shop.example.com, without a path')
  return serializeOrigin(origin)
}

function readText(name: string, text: string): string {
  requireOption(name, [...text].length <= MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`)
  return text
}

function requireOption(name: string, holds: boolean, rule: string): void {
  if (!holds) throw new TypeError(`${name} ${rule}`)
}

function encodeJson(value: object): string {
  return encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))
}
