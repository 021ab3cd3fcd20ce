/** Reads an exported audit log as a stream, NDJSON or CSV, whatever its size. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { UnusableError } from '../exit-code.js'
import { type CsvRow, type ExportedLine, toLine } from './csv-rows.js'
import type { AuditRecord } from './verify-chain.js'

export type AuditFormat = 'ndjson' | 'csv'

/** Throws `UnusableError` where the file cannot be read or is no export. */
export async function* readAuditExport(path: string): AsyncGenerator<AuditRecord> {
  const format = await detectFormat(path)
  yield* format === 'csv' ? readCsv(path) : readNdjson(path)
}

/** By the first character: JSON objects, or the quoted names of columns. */
async function detectFormat(path: string): Promise<AuditFormat> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UnusableError(`${path} cannot be read (${cause.code ?? cause.message}).`, { cause })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    const start = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart()
    return start === '' || start.startsWith('{') ? 'ndjson' : 'csv'
  } finally {
    await file.close()
  }
}

async function* readNdjson(path: string): AsyncGenerator<AuditRecord> {
  let line = 0
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const text of lines) {
    line += 1
    if (text.trim() === '') continue
    yield toRecord(line, () => JSON.parse(text) as unknown)
  }
}

async function* readCsv(path: string): AsyncGenerator<AuditRecord> {
  let line = 1
  const rows = createReadStream(path).pipe(
    parse({ bom: true, columns: true, relax_column_count: true, skip_empty_lines: true }),
  )
  try {
    for await (const row of rows as AsyncIterable<CsvRow>) {
      line += 1
      if (line === 2) requireColumns(row)
      yield toRecord(line, () => toLine(row))
    }
  } catch (cause) {
    if (cause instanceof UnusableError) throw cause
    throw new UnusableError(`${path} is neither NDJSON nor CSV: ${(cause as Error).message}`, { cause })
  }
}

function requireColumns(row: CsvRow): void {
  if (row['sequence'] !== undefined && row['organizationId'] !== undefined) return
  throw new UnusableError(
    'The file has no columns "sequence" and "organizationId": export the audit log again, as NDJSON or CSV.',
  )
}

function toRecord(line: number, read: () => unknown): AuditRecord {
  let value: unknown
  try {
    value = read()
  } catch {
    return { line, flaw: `Line ${line} is not JSON.` }
  }
  if (typeof value !== 'object' || value === null) return { line, flaw: `Line ${line} is no entry.` }
  const { head, start, ...entry } = value as ExportedLine
  return { line, entry, head: head ?? null, start: start ?? null }
}
