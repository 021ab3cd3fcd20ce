/** An audit entry's hash, as the verifier outside makes it. */
import { createHash } from 'node:crypto'
import { auditEntryText, type ChainedEntry } from '@vectreal/auth-core/audit'

export const hashEntry = (entry: ChainedEntry): string =>
  createHash('sha256').update(auditEntryText(entry)).digest('hex')
