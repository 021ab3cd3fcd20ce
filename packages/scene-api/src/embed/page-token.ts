/** Proof that a request comes from the iframe page of one scene, which browsers let only allowed sites frame. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FramedOrigin } from '@vectreal/auth-core'
import type { Clock } from '../clock.js'

/** A scene loads within it; a page that stays open longer asks for nothing new without being loaded again. */
const LIFETIME_MS = 15 * 60_000
const MAX_LENGTH = 1024

export interface PageTokens {
  issue(sceneId: string, page: FramedOrigin): string
  /** Null: not ours, for another scene, or too old. */
  verify(token: string, sceneId: string): FramedOrigin | null
}

interface Claims {
  /** Scene. */
  readonly s: string
  /** Expiry, epoch milliseconds. */
  readonly e: number
  /** Embedder. */
  readonly o?: string
  /** Version of the allowlist, where the embedder is not known. */
  readonly a?: string
}

export function createPageTokens(authSecret: string, clock: Clock): PageTokens {
  // A key of its own: what is signed here can never stand for anything else that the secret signs.
  const key = createHmac('sha256', authSecret).update('vectreal page token v2').digest()
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest()

  return {
    issue(sceneId, page) {
      const claims: Claims = {
        s: sceneId,
        e: clock.now().getTime() + LIFETIME_MS,
        ...(page.embedder === null ? { a: page.allowlistVersion } : { o: page.embedder }),
      }
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `${payload}.${sign(payload).toString('base64url')}`
    },
    verify(token, sceneId) {
      if (token.length > MAX_LENGTH) return null
      const [payload, signature, ...rest] = token.split('.')
      if (!payload || !signature || rest.length > 0) return null
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(payload)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
      if (claims.s !== sceneId || claims.e <= clock.now().getTime()) return null
      if (claims.o !== undefined) return { kind: 'framed', embedder: claims.o }
      return { kind: 'framed', embedder: null, allowlistVersion: claims.a ?? '' }
    },
  }
}
