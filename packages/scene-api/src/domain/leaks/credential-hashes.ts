/** Under which hashes a credential that somebody has found may be stored. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { parseApiKey, parseServiceToken } from '@vectreal/auth-core'
import type { SceneApiSettings } from '../../settings.js'
import { hashesOf, hashToken } from '../keys/hash-token.js'

/** The beginning of every Ed25519 key in PKCS #8, in base64; 32 bytes follow. */
const SIGNING_KEY = /MC4CAQAwBQYDK2VwBCIEI[0-9A-Za-z+/]{43}/

/** Empty: it has none of our forms. */
export function credentialHashes(
  given: string,
  settings: Pick<SceneApiSettings, 'pepper' | 'formerPeppers'>,
): readonly string[] {
  const text = given.trim()
  if (parseApiKey(text).ok || parseServiceToken(text).ok) return hashesOf(text, settings)
  const der = SIGNING_KEY.exec(text)?.[0]
  return der === undefined ? [] : hashOfSigningKey(der)
}

/** As `insertSigningKey` stores it: the hash of the public half. */
function hashOfSigningKey(der: string): string[] {
  try {
    const key = createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' })
    const { x } = createPublicKey(key).export({ format: 'jwk' })
    return x === undefined ? [] : [hashToken(x, undefined)]
  } catch {
    return []
  }
}
