/** Claims in a text that only this platform can have written, good until they end. */
import { createHmac } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Clock } from '../clock.js'

const MAX_LENGTH = 1024
const ALGORITHM = 'HS256'

export interface SignedClaims<Claims> {
  /** A compact JWS (RFC 7515): it may stand in a header or a path. */
  write(claims: Claims, expiresAt: Date): Promise<string>
  /** Null: not ours, or over. */
  read(text: string): Promise<Claims | null>
}

/** `purpose` makes the key: what is signed for one can never stand for another. */
export function createSignedClaims<Claims extends object>(
  authSecret: string,
  purpose: string,
  clock: Clock,
): SignedClaims<Claims> {
  const key = createHmac('sha256', authSecret).update(purpose).digest()

  return {
    write: (claims, expiresAt) =>
      new SignJWT({ ...claims } as JWTPayload)
        .setProtectedHeader({ alg: ALGORITHM })
        .setExpirationTime(expiresAt)
        .sign(key),
    async read(text) {
      if (text.length > MAX_LENGTH) return null
      try {
        const options = { algorithms: [ALGORITHM], requiredClaims: ['exp'], currentDate: clock.now() }
        const { payload } = await jwtVerify(text, key, options)
        return payload as Claims
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
  }
}
