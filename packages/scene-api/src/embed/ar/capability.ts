/**
 * What stands in an AR URL instead of a key. The viewers of phones fetch an address themselves and can send no header:
 * the URL alone says which key showed which version of which scene to which page, and until when.
 */
import type { FramedOrigin, Granted, RequestOrigin, VisitorClaims } from '@vectreal/auth-core'
import type { Clock } from '../../clock.js'
import type { PublishedScene } from '../published-scene.js'
import { createSignedClaims } from '../signed-claims.js'

/** A phone reads the file more than once, and some only after the visitor has confirmed. */
const LIFETIME_MS = 5 * 60_000

/** What a capability stands for. */
export interface Capability {
  readonly sceneId: string
  readonly version: number
  readonly modelSha256: string
  readonly keyId: string
  /** The page that asked for it. */
  readonly origin: RequestOrigin | FramedOrigin
  /** Of a visitor token; absent for a key. */
  readonly claims?: VisitorClaims
}

export interface Capabilities {
  issue(
    granted: Granted<PublishedScene>,
    origin: RequestOrigin | FramedOrigin,
  ): Promise<{ text: string; expiresAt: Date }>
  /** Null: not ours, or over. */
  read(text: string): Promise<Capability | null>
}

interface Claims {
  /** Scene. */
  readonly s: string
  /** Version. */
  readonly v: number
  /** SHA-256 of the model. */
  readonly m: string
  /** Key. */
  readonly k: string
  /** Origin. */
  readonly o: RequestOrigin | FramedOrigin
  /** Of a visitor token: its `exp` in epoch milliseconds, and what it covers. */
  readonly t?: { readonly e: number } & Pick<VisitorClaims, 'scope' | 'origin' | 'subject'>
}

export function createCapabilities(authSecret: string, clock: Clock): Capabilities {
  const signed = createSignedClaims<Claims>(authSecret, 'vectreal ar capability v2', clock)
  return {
    async issue({ scene, keyId, claims }, origin) {
      const { version, model } = scene.payload
      const lasts = clock.now().getTime() + LIFETIME_MS
      const expiresAt = new Date(Math.min(lasts, claims?.expiresAt.getTime() ?? lasts))
      const covered = {
        s: scene.id,
        v: version,
        m: model?.sha256 ?? '',
        k: keyId,
        o: origin,
        ...(claims !== undefined && { t: packClaims(claims) }),
      }
      return { text: await signed.write(covered, expiresAt), expiresAt }
    },
    async read(text) {
      const found = await signed.read(text)
      if (found === null) return null
      const { s, v, m, k, o, t } = found
      return {
        sceneId: s,
        version: v,
        modelSha256: m,
        keyId: k,
        origin: o,
        ...(t !== undefined && { claims: unpackClaims(t, k) }),
      }
    },
  }
}

const packClaims = ({ expiresAt, scope, origin, subject }: VisitorClaims): NonNullable<Claims['t']> => ({
  e: expiresAt.getTime(),
  scope,
  origin,
  subject,
})

function unpackClaims({ e, ...claims }: NonNullable<Claims['t']>, kid: string): VisitorClaims {
  return { ...claims, kid, issuedAt: new Date(0), expiresAt: new Date(e) }
}
