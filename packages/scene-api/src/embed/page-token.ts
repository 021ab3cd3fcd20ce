/** Proof that a request comes from the iframe page of one scene, which browsers let only allowed sites frame. */
import type { FramedOrigin } from '@vectreal/auth-core'
import type { Clock } from '../clock.js'
import { createSignedClaims } from './signed-claims.js'

/** A scene loads within it; a page that stays open longer asks for nothing new without being loaded again. */
const LIFETIME_MS = 15 * 60_000

export interface PageTokens {
  issue(sceneId: string, page: FramedOrigin): Promise<string>
  /** Null: not ours, for another scene, or too old. */
  verify(token: string, sceneId: string): Promise<FramedOrigin | null>
}

interface Claims {
  /** Scene. */
  readonly s: string
  /** Embedder. */
  readonly o?: string
  /** Version of the allowlist, where the embedder is not known. */
  readonly a?: string
}

export function createPageTokens(authSecret: string, clock: Clock): PageTokens {
  const signed = createSignedClaims<Claims>(authSecret, 'vectreal page token v3', clock)
  return {
    issue(sceneId, page) {
      const known = page.embedder === null ? { a: page.allowlistVersion } : { o: page.embedder }
      return signed.write({ s: sceneId, ...known }, new Date(clock.now().getTime() + LIFETIME_MS))
    },
    async verify(token, sceneId) {
      const claims = await signed.read(token)
      if (claims === null || claims.s !== sceneId) return null
      if (claims.o !== undefined) return { kind: 'framed', embedder: claims.o }
      return { kind: 'framed', embedder: null, allowlistVersion: claims.a ?? '' }
    },
  }
}
