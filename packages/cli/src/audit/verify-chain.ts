/** Whether a list of audit entries is one whole chain that ends where its signed head, and the head that was kept, say. */
import { createHash, createPublicKey, verify } from 'node:crypto'
import {
  auditEntryText,
  auditHeadText,
  type ChainedEntry,
  GENESIS_HASH,
  type SignedAuditHead,
} from '@vectreal/auth-core/audit'

/** More are not listed: one change to an early entry can break every later one. */
const MAX_PROBLEMS = 20

type ExportedEntry = ChainedEntry & { readonly hash: string }

/** A line of an export. The last one carries the head of the chain. */
export type AuditRecord =
  | { readonly line: number; readonly entry: ExportedEntry; readonly head: SignedAuditHead | null }
  | { readonly line: number; readonly flaw: string }

/** A head that somebody kept outside. */
export interface KeptHead {
  readonly sequence: number
  readonly hash: string
}

/** What an export is held against beyond its own chain. */
export interface AuditExpectation {
  /** The chain must hold this entry with this hash. */
  readonly head: KeptHead | null
  /** Raw Ed25519 key, base64url: the file must carry a head signed with it. */
  readonly publicKey: string | null
  /** Entries may be missing between and after those that are there. */
  readonly isPartial: boolean
}

/** One thing that is wrong with an export, and where. */
export interface AuditProblem {
  /** Null: of the file as a whole. */
  readonly line: number | null
  readonly message: string
}

/** What the check of an export found. */
export interface AuditReport {
  readonly isWhole: boolean
  readonly isPartial: boolean
  readonly organizationId: string | null
  readonly entries: number
  readonly last: { readonly sequence: number; readonly at: string; readonly hash: string } | null
  /** The head that the file carries, where its signature holds. */
  readonly head: (SignedAuditHead & { readonly isKeyExpected: boolean }) | null
  readonly expectedHead: KeptHead | null
  readonly problems: readonly AuditProblem[]
}

/** Reads to the end, whatever it finds; rejects only where `records` does. */
export async function verifyAuditLog(
  records: AsyncIterable<AuditRecord>,
  expected: AuditExpectation,
): Promise<AuditReport> {
  const problems: AuditProblem[] = []
  const complain = (line: number | null, message: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ line, message })
  }
  let entries = 0
  let previous: ExportedEntry | null = null
  let head: SignedAuditHead | null = null
  let foundExpected = false

  for await (const record of records) {
    if ('flaw' in record) complain(record.line, record.flaw)
    else {
      const { entry, line } = record
      entries += 1
      head = record.head
      for (const message of entryFlaws(entry, previous, expected.isPartial)) {
        complain(line, `Entry ${entry.sequence} (line ${line}, ${entry.action}, ${entry.at}) ${message}`)
      }
      foundExpected ||= entry.sequence === expected.head?.sequence && entry.hash === expected.head.hash
      previous = entry
    }
  }

  if (previous === null) complain(null, 'The file holds no entry.')
  else if (expected.head !== null && !foundExpected) complain(null, missingHead(expected.head, previous))
  for (const message of headFlaws(head, previous, expected)) complain(null, message)
  return {
    isWhole: problems.length === 0,
    isPartial: expected.isPartial,
    organizationId: previous?.organizationId ?? null,
    entries,
    last: previous && { sequence: previous.sequence, at: previous.at, hash: previous.hash },
    head:
      head !== null && isSigned(head)
        ? { ...head, isKeyExpected: head.publicKey === expected.publicKey }
        : null,
    expectedHead: expected.head,
    problems,
  }
}

function* entryFlaws(
  entry: ExportedEntry,
  previous: ExportedEntry | null,
  isPartial: boolean,
): Generator<string> {
  if (previous === null) {
    if (entry.sequence === 1 && entry.previousHash !== GENESIS_HASH) yield 'does not begin a chain.'
    if (entry.sequence !== 1 && !isPartial) yield 'is the first one of the file: those before it are missing.'
  } else if (entry.organizationId !== previous.organizationId) {
    yield 'is of another organization.'
  } else if (entry.sequence !== previous.sequence + 1) {
    if (!isPartial || entry.sequence <= previous.sequence) {
      yield `does not follow entry ${previous.sequence}: some are missing.`
    }
  } else if (entry.previousHash !== previous.hash) {
    yield `does not continue entry ${previous.sequence}.`
  }
  if (hashOf(entry) !== entry.hash) yield 'was changed: its content does not give its hash.'
}

function hashOf({ hash: _hash, ...content }: ExportedEntry): string {
  return createHash('sha256').update(auditEntryText(content)).digest('hex')
}

function missingHead(kept: KeptHead, last: ExportedEntry): string {
  return last.sequence < kept.sequence
    ? `The file ends with entry ${last.sequence}; the newest ones up to entry ${kept.sequence} are missing.`
    : `Entry ${kept.sequence} does not have the hash that you kept: the log was written anew.`
}

function* headFlaws(
  head: SignedAuditHead | null,
  last: ExportedEntry | null,
  { publicKey, isPartial }: AuditExpectation,
): Generator<string> {
  if (head === null) {
    if (publicKey !== null)
      yield 'The file carries no signed head: its end was cut off, or it is an older export.'
    return
  }
  if (!isSigned(head)) yield 'The signature of the head does not hold.'
  if (publicKey !== null && head.publicKey !== publicKey) {
    yield `The head is signed with another key, ${head.publicKey}.`
  }
  if (last === null) return
  if (head.organizationId !== last.organizationId) yield 'The head is of another organization.'
  else if (head.sequence > last.sequence) {
    if (!isPartial) {
      yield `The file ends with entry ${last.sequence}; its head is entry ${head.sequence}: the newest are missing.`
    }
  } else if (head.sequence < last.sequence || head.hash !== last.hash) {
    yield `The head, entry ${head.sequence}, is not the last entry of the file.`
  }
}

function isSigned(head: SignedAuditHead): boolean {
  try {
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: head.publicKey } })
    return verify(null, Buffer.from(auditHeadText(head)), key, Buffer.from(head.signature, 'base64url'))
  } catch {
    return false
  }
}
