/** Visitor tokens whose signature has been checked, by the hash of the token, until they are over. */
import type { VisitorToken } from './visitor-token.js'

interface SignedToken {
  readonly token: VisitorToken
  /** The key that it was signed with. */
  readonly publicKey: string
}

export interface SignedTokens {
  find(tokenHash: string): SignedToken | undefined
  remember(tokenHash: string, signed: SignedToken): void
}

/** Holds `maxEntries`; those that are over go first, then the one remembered the longest time ago. */
export function createSignedTokens(maxEntries: number, now: () => Date): SignedTokens {
  const known = new Map<string, SignedToken>()
  const isOver = ({ token }: SignedToken) => token.claims.expiresAt <= now()
  return {
    find: (tokenHash) => known.get(tokenHash),
    remember(tokenHash, signed) {
      for (const [oldHash, old] of known) {
        if (known.size < maxEntries && !isOver(old)) break
        known.delete(oldHash)
      }
      if (!isOver(signed)) known.set(tokenHash, signed)
    },
  }
}
