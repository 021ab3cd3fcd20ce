/** Proof that a request comes from the iframe page of one scene, which browsers let only allowed sites frame. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FramedOrigin } from '@vectreal/auth-core'
import type { Clock } from '../clock.js'

/** A scene loads within it; a page that stays open longer asks for nothing new without being loaded again. */
const LIFETIME_MS = 15 * 60_000
const MAX_LENGTH = 1024

/** `embedder`: the site that frames the page, where its browser said so. */
export type FramedRequest = FramedOrigin & { readonly embedder?: string }

export interface PageTokens {
  issue(sceneId: string, embedder: string | null): string
  /** Null: not ours, for another scene, or too old. */
  verify(token: string, sceneId: string): FramedRequest | null
}

interface Claims {
  /** Scene. */
  readonly s: string
  /** Expiry, epoch milliseconds. */
  readonly e: number
  /** Embedder. */
  readonly o: string | null
}

export function createPageTokens(authSecret: string, clock: Clock): PageTokens {
  // A key of its own: what is signed here can never stand for anything else that the secret signs.
  const key = createHmac('sha256', authSecret).update('vectreal page token v1').digest()
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest()

  return {
    issue(sceneId, embedder) {
      const claims: Claims = { s: sceneId, e: clock.now().getTime() + LIFETIME_MS, o: embedder }
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
      return { kind: 'framed', ...(claims.o !== null && { embedder: claims.o }) }
    },
  }
}
