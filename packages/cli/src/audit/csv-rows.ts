/** Rows of a CSV export back to what they were made of. */
import type { ChainedEntry, SignedAuditHead } from '@vectreal/auth-core/audit'

/** An apostrophe that keeps a spreadsheet from running the text as a formula. */
const GUARDED = /^'(?='*[=+\-@\t\r])/

export type CsvRow = Readonly<Record<string, string>>

/** An entry as exported; the last one of a file carries the head, and the first one what was removed before it. */
export type ExportedLine = ChainedEntry & {
  readonly hash: string
  readonly head?: SignedAuditHead | null
  readonly start?: SignedAuditHead | null
}

/** Throws where `before`, `after`, `head` or `start` is not JSON. */
export function toLine(row: CsvRow): ExportedLine {
  const text = (column: string) => (row[column] ?? '').replace(GUARDED, '')
  const orNull = (column: string) => text(column) || null
  const json = (column: string): unknown => JSON.parse(orNull(column) ?? 'null')
  return {
    id: text('id'),
    organizationId: text('organizationId'),
    sequence: Number(row['sequence']),
    at: text('at'),
    action: text('action'),
    actor: {
      kind: text('actorKind'),
      id: text('actorId'),
      name: text('actorName'),
      email: orNull('actorEmail'),
    },
    target: { kind: text('targetKind'), id: text('targetId') },
    before: json('before'),
    after: json('after'),
    address: orNull('address'),
    requestId: orNull('requestId'),
    previousHash: text('previousHash'),
    hash: text('hash'),
    head: json('head') as SignedAuditHead | null,
    start: json('start') as SignedAuditHead | null,
  }
}
