/** Visitor tokens for tests: signed rightly, or as an attacker would. */
import { generateSigningKey } from '../src/signature.js'
import { encodeBase64url } from '../src/visitor-token.js'

export const now = new Date('2026-06-01T12:00:00Z')
export const seconds = now.getTime() / 1000
export const signingKey = await generateSigningKey()
export const strangersKey = await generateSigningKey()

export const goodHeader = { alg: 'EdDSA', typ: 'JWT', kid: 'signer' }
export const goodClaims = { iat: seconds, exp: seconds + 600, scene: 'scene' }

const encode = (value: unknown) =>
  encodeBase64url(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)))

export async function importPrivate(pem: string): Promise<CryptoKey> {
  const der = Uint8Array.from(atob(pem.replace(/-----.*?-----|\s/g, '')), (character) =>
    character.charCodeAt(0),
  )
  return crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign'])
}

/** A token with exactly this header and payload (values, or JSON as text), signed by `privateKey`. */
export async function forge(
  header: unknown,
  claims: unknown,
  privateKey = signingKey.privateKey,
): Promise<string> {
  const signed = `${encode(header)}.${encode(claims)}`
  const key = await importPrivate(privateKey)
  const signature = await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(signed))
  return `vctrlv_${signed}.${encodeBase64url(new Uint8Array(signature))}`
}

/** The HMAC that a careless library would accept, with the public key as the secret. */
export async function forgeHmac(header: unknown, claims: unknown): Promise<string> {
  const signed = `${encode(header)}.${encode(claims)}`
  const secret = new TextEncoder().encode(signingKey.publicKey)
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))
  return `vctrlv_${signed}.${encodeBase64url(new Uint8Array(signature))}`
}
