/** A head that somebody kept: typed in, or at the end of a file. */
import { readFile } from 'node:fs/promises'
import { UnusableError } from '../exit-code.js'
import { readAuditExport } from './read-export.js'
import type { KeptHead } from './verify-chain.js'

const TYPED = /^(\d{1,10}):([0-9a-f]{64})$/

/** `SEQUENCE:HASH`, or the path of a file that ends with a head: an export, or a line of the log. */
export async function readExpectedHead(text: string): Promise<KeptHead> {
  const typed = TYPED.exec(text.trim())
  if (typed !== null) return { sequence: Number(typed[1]), hash: typed[2] ?? '' }
  const head = findLoggedHead(await lastLine(text)) ?? (await exportedHead(text))
  if (head === null) throw new UnusableError(`--head names no head: ${text} does not end with one.`)
  return head
}

async function lastLine(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trimEnd().split('\n').at(-1) ?? ''
  } catch (cause) {
    throw new UnusableError(`--head is neither SEQUENCE:HASH nor a file that can be read: ${path}.`, {
      cause,
    })
  }
}

function findLoggedHead(line: string): KeptHead | null {
  try {
    const { auditHead } = JSON.parse(line) as { readonly auditHead?: Partial<KeptHead> }
    return toHead(auditHead)
  } catch {
    return null
  }
}

async function exportedHead(path: string): Promise<KeptHead | null> {
  let head: KeptHead | null = null
  for await (const record of readAuditExport(path)) head = 'flaw' in record ? null : toHead(record.head)
  return head
}

function toHead(value: Partial<KeptHead> | null | undefined): KeptHead | null {
  const { sequence, hash } = value ?? {}
  return typeof sequence === 'number' && typeof hash === 'string' ? { sequence, hash } : null
}
