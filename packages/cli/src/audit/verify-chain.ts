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

/** A line of an export. The last one carries the head of the chain, the first one where the log begins. */
export type AuditRecord =
  | {
      readonly line: number
      readonly entry: ExportedEntry
      readonly head: SignedAuditHead | null
      /** Of the first one: the head of those before it, which the platform has removed. */
      readonly start?: SignedAuditHead | null
    }
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
  /** Keys of before: what was removed may have been signed with one of them. */
  readonly formerPublicKeys?: readonly string[]
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
  /** The last of the entries that were removed before the first one here, where its signature holds. */
  readonly start: SignedAuditHead | null
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
  let start: SignedAuditHead | null = null
  let foundExpected = false

  for await (const record of records) {
    if ('flaw' in record) complain(record.line, record.flaw)
    else {
      const { entry, line } = record
      entries += 1
      head = record.head
      const flaws = entryFlaws(entry, previous, { ...expected, start: record.start ?? null })
      for (const message of flaws) {
        complain(line, `Entry ${entry.sequence} (line ${line}, ${entry.action}, ${entry.at}) ${message}`)
      }
      if (previous === null) start = record.start ?? null
      foundExpected ||= isHead(start, expected.head)
      foundExpected ||= entry.sequence === expected.head?.sequence && entry.hash === expected.head.hash
      previous = entry
    }
  }

  if (previous === null) complain(null, 'The file holds no entry.')
  else if (expected.head !== null && !foundExpected)
    complain(null, missingHead(expected.head, previous, start))
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
    start: start !== null && isSigned(start) ? start : null,
    expectedHead: expected.head,
    problems,
  }
}

function* entryFlaws(
  entry: ExportedEntry,
  previous: ExportedEntry | null,
  expected: AuditExpectation & { readonly start: SignedAuditHead | null },
): Generator<string> {
  const { isPartial, start } = expected
  if (previous === null) {
    if (entry.sequence === 1 && entry.previousHash !== GENESIS_HASH) yield 'does not begin a chain.'
    if (start !== null) yield* startFlaws(entry, start, expected)
    else if (entry.sequence !== 1 && !isPartial)
      yield 'is the first one of the file: those before it are missing.'
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

function* startFlaws(
  entry: ExportedEntry,
  start: SignedAuditHead,
  { publicKey, formerPublicKeys = [] }: AuditExpectation,
): Generator<string> {
  const isBefore =
    start.organizationId === entry.organizationId &&
    start.sequence === entry.sequence - 1 &&
    start.hash === entry.previousHash
  if (!isBefore) yield `does not continue the removed entry ${start.sequence}.`
  if (!isSigned(start)) yield 'begins the log without a valid signature for what was removed before it.'
  else if (publicKey !== null && ![publicKey, ...formerPublicKeys].includes(start.publicKey)) {
    yield `begins the log after entries whose removal was signed with another key, ${start.publicKey}.`
  }
}

function isHead(start: SignedAuditHead | null, kept: KeptHead | null): boolean {
  return start !== null && kept !== null && start.sequence === kept.sequence && start.hash === kept.hash
}

function hashOf({ hash: _hash, ...content }: ExportedEntry): string {
  return createHash('sha256').update(auditEntryText(content)).digest('hex')
}

function missingHead(kept: KeptHead, last: ExportedEntry, start: SignedAuditHead | null): string {
  if (start !== null && kept.sequence < start.sequence) {
    return `Entry ${kept.sequence} was removed with all up to entry ${start.sequence}: keep a newer head.`
  }
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
