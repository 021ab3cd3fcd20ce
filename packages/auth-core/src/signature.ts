/** Ed25519 signatures (RFC 8032) by the Web Crypto API. */
import { decodeBase64url, encodeBase64url, type VisitorToken } from './visitor-token.js'

const ALGORITHM = 'Ed25519'

/**
 * Whether a visitor token was signed with the private half of `publicKey` (base64url of its 32 bytes: `x` of the JWK,
 * RFC 8037). False for what is no key.
 */
export async function isSignedBy(
  publicKey: string,
  { signedBytes, signature }: Pick<VisitorToken, 'signedBytes' | 'signature'>,
): Promise<boolean> {
  const raw = decodeBase64url(publicKey)
  if (raw?.length !== 32) return false
  const key = await crypto.subtle.importKey('raw', raw, ALGORITHM, false, ['verify'])
  return crypto.subtle.verify(ALGORITHM, key, signature, signedBytes)
}

/** A pair of keys: the public one as `isSignedBy` takes it, the private one as PKCS #8 PEM (RFC 5958, RFC 7468). */
export async function generateSigningKey(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = (await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair
  const [raw, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  const base64 = btoa(String.fromCharCode(...new Uint8Array(pkcs8)))
  return {
    publicKey: encodeBase64url(new Uint8Array(raw)),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`,
  }
}
