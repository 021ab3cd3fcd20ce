/** The audit log as evidence: the text that each entry's hash is made of, and the text of a signed head. */

/** Stands before the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

/** An entry as exported: dates in ISO 8601, everything JSON. */
export interface ChainedEntry {
  readonly id: string
  readonly organizationId: string
  /** 1, 2, 3, … within the organization. */
  readonly sequence: number
  readonly at: string
  readonly action: string
  readonly actor: {
    readonly kind: string
    readonly id: string
    readonly name: string
    readonly email: string | null
  }
  readonly target: { readonly kind: string; readonly id: string }
  readonly before: unknown
  readonly after: unknown
  readonly address: string | null
  readonly requestId: string | null
  /** Lower-case hexadecimal, as `hash`. */
  readonly previousHash: string
}

/** Where an organization's chain ended at one instant. */
export interface AuditHead {
  readonly organizationId: string
  /** 0 with `GENESIS_HASH`: no entry yet. */
  readonly sequence: number
  readonly hash: string
  /** ISO 8601. */
  readonly signedAt: string
}

/** A head that can be checked without the server that signed it (Ed25519, RFC 8032). */
export interface SignedAuditHead extends AuditHead {
  /** The raw 32 bytes, base64url. */
  readonly publicKey: string
  /** Of `auditHeadText`, base64url. */
  readonly signature: string
}

/** An entry's hash is the SHA-256 of this, in UTF-8: the previous hash, then the canonical JSON of everything else. */
export function auditEntryText({ previousHash, ...content }: ChainedEntry): string {
  return previousHash + canonicalJson(content)
}

/** What the signature of a head covers, in UTF-8. */
export function auditHeadText({ organizationId, sequence, hash, signedAt }: AuditHead): string {
  return `vectreal audit head ${canonicalJson({ organizationId, sequence, hash, signedAt })}`
}

/** JSON with the members of every object in code-unit order (as in RFC 8785). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
