/** Signs heads of the audit chain, so that whoever keeps one can prove what the log held. */
import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import { type AuditHead, auditHeadText, type SignedAuditHead } from '@vectreal/auth-core/audit'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface AuditSigner {
  /** Raw Ed25519 key, base64url. */
  readonly publicKey: string
  sign(head: AuditHead): SignedAuditHead
}

/** The key is derived from the server's secret: every node signs alike, and the database never holds it. */
export function createAuditSigner(authSecret: string): AuditSigner {
  const seed = Buffer.from(hkdfSync('sha256', authSecret, '', 'vectreal audit head v1', 32))
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' }).x as string
  return {
    publicKey,
    sign: (head) => ({
      ...head,
      publicKey,
      signature: sign(null, Buffer.from(auditHeadText(head)), privateKey).toString('base64url'),
    }),
  }
}
