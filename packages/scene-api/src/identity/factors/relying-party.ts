/** Who passkeys are made for (WebAuthn Level 3 §5.1.3): the host people sign in at, and the origins that may ask. */
import { ownOrigins } from '../../http/own-origins.js'

export interface RelyingParty {
  readonly id: string
  readonly name: string
  readonly origins: string[]
}

export function relyingParty(publicUrl: string): RelyingParty {
  const origins = [...ownOrigins(publicUrl)]
  // No passkey can be made for an IP address: on loopback they belong to `localhost`.
  const id = origins.length > 1 ? 'localhost' : new URL(publicUrl).hostname
  return { id, name: 'Vectreal', origins }
}
