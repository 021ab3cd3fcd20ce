/** What is stored of a token: SHA-256 in hex, or HMAC-SHA-256 under the pepper. */
import { createHash, createHmac } from 'node:crypto'
import type { SceneApiSettings } from '../settings.js'

export function hashToken(token: string, pepper: SceneApiSettings['pepper']): string {
  const hash = pepper ? createHmac('sha256', pepper.secret) : createHash('sha256')
  return hash.update(token).digest('hex')
}
