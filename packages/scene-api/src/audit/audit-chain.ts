/** The form in which an entry is hashed. The verifier outside reads the same. */
import { createHash } from 'node:crypto'

/** Stands before the first entry. */
export const GENESIS_HASH = '0'.repeat(64)

/** An entry as exported: dates in ISO 8601, everything JSON. */
export interface ChainedEntry {
  readonly id: string
  readonly organizationId: string
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
  readonly previousHash: string
}

/** SHA-256 over the previous hash and the entry's canonical JSON. */
export function hashEntry(entry: ChainedEntry): string {
  const { previousHash, ...content } = entry
  return createHash('sha256').update(previousHash).update(canonicalJson(content)).digest('hex')
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
