/** What is stored of embed keys, service tokens and calendar feeds: a hash, under a pepper where one is set. */
import { createHmac, hash as digest } from 'node:crypto'
import type { Pepper } from '@vectreal/auth-core'
import type { SceneApiSettings } from '../../settings.js'

/** SHA-256 in hex, or HMAC-SHA-256 under the pepper. Synchronous: a hit in the cache costs no turn of the event loop. */
export function hashToken(token: string, pepper: Pepper | undefined): string {
  return pepper === undefined
    ? digest('sha256', token, 'hex')
    : createHmac('sha256', pepper.secret).update(token).digest('hex')
}

/** Under which hashes a token may be stored, the likeliest first: the pepper, those of before, and none. */
export function hashesOf(
  token: string,
  { pepper, formerPeppers = [] }: Pick<SceneApiSettings, 'pepper' | 'formerPeppers'>,
): readonly string[] {
  const peppers = pepper === undefined ? formerPeppers : [pepper, ...formerPeppers]
  return [...peppers.map((one) => hashToken(token, one)), hashToken(token, undefined)]
}

/** `hashesOf` with the peppers read once; a text where a token can be stored in one way only. */
export function createTokenHash(
  settings: Pick<SceneApiSettings, 'pepper' | 'formerPeppers'>,
): (token: string) => string | readonly string[] {
  const { pepper, formerPeppers = [] } = settings
  if (pepper === undefined && formerPeppers.length === 0) return (token) => hashToken(token, undefined)
  return (token) => hashesOf(token, settings)
}
