/** `GET …/audit-log/export`: every entry, oldest first, streamed, with the signed ends of the chain. */
import { pipeline } from 'node:stream/promises'
import type { SignedAuditHead } from '@vectreal/auth-core/audit'
import { and, asc, gt } from 'drizzle-orm'
import * as contract from '../../contract/audit.js'
import { route } from '../../mount/route.js'
import { findHead, findStart } from '../../domain/audit/audit-heads.js'
import { createAuditSigner } from '../../domain/audit/audit-signer.js'
import { BYTE_ORDER_MARK, csvLine } from '../../domain/audit/csv.js'
import { filterEntries } from '../../domain/audit/filter-entries.js'
import { readEntries } from '../../domain/audit/read-entries.js'
import { requireEntitlement } from '../../domain/audit/require-entitlement.js'
import { auditLog } from '../../db/audit-log.js'
import type { Queryable } from '../../db/database.js'
import { type AuditEntry } from '../../schemas/audit-log.js'

const BATCH = 1000
const COLUMNS = [
  'sequence',
  'id',
  'at',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'actorEmail',
  'targetKind',
  'targetId',
  'before',
  'after',
  'address',
  'requestId',
  'previousHash',
  'hash',
  'organizationId',
  'head',
  'start',
]

export const exportAuditLog = route({
  operation: contract.exportAuditLog,
  async handle({ context: { db, clock, settings }, access: { organization }, query, res }) {
    requireEntitlement(organization, 'audit_log')
    const { format, ...filter } = query
    const isFiltered = Object.values(filter).some((value) => value !== undefined)
    const asked = filterEntries(organization.id, filter)
    const readAfter = (sequence: number, from: Queryable = db) =>
      readEntries(from, {
        where: and(asked, gt(auditLog.sequence, sequence)),
        orderBy: asc(auditLog.sequence),
        limit: BATCH,
      })

    // The first batch before the headers: a database that is away is still a clean 503.
    const [start, first] = await db.transaction(
      async (tx) => [await findStart(tx, organization.id), await readAfter(0, tx)] as const,
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
    res.status(200)
    res.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
    res.setHeader('Content-Disposition', `attachment; filename="audit-log-${organization.slug}.${format}"`)
    const toLine = format === 'csv' ? entryToCsv : entryToJson
    const line = (entry: AuditEntry, head: SignedAuditHead | null = null) =>
      toLine(entry, { head, start: entry.sequence - 1 === start?.sequence ? start : null })
    const signHead = async (last: AuditEntry) => {
      // Of a whole export the last entry in it, though others may have been added meanwhile.
      const { sequence, hash } = (isFiltered ? await findHead(db, organization.id) : null) ?? last
      const signedAt = clock.now().toISOString()
      return createAuditSigner(settings.authSecret).sign({
        organizationId: organization.id,
        sequence,
        hash,
        signedAt,
      })
    }
    async function* write() {
      if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(COLUMNS)
      let entries = first
      for (let last = entries.at(-1); last !== undefined; last = entries.at(-1)) {
        // Read while these are written. None follows a batch that is not full.
        const next = entries.length < BATCH ? Promise.resolve<AuditEntry[]>([]) : readAfter(last.sequence)
        // Whoever reads may have gone before anybody waits for it.
        next.catch(() => {})
        yield entries
          .slice(0, -1)
          .map((entry) => line(entry))
          .join('')
        entries = await next
        // The last entry of all carries the head.
        yield line(last, entries.length === 0 ? await signHead(last) : null)
      }
    }
    // Whoever stops reading stops the reading of rows too.
    await pipeline(write, res).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  },
})

interface Ends {
  readonly head: SignedAuditHead | null
  readonly start: SignedAuditHead | null
}

const entryToJson = (entry: AuditEntry, { head, start }: Ends): string =>
  `${JSON.stringify(start || head ? { ...entry, ...(start && { start }), ...(head && { head }) } : entry)}\n`

function entryToCsv(entry: AuditEntry, { head, start }: Ends): string {
  const { actor, target, before, after } = entry
  return csvLine([
    entry.sequence,
    entry.id,
    entry.at,
    entry.action,
    actor.kind,
    actor.id,
    actor.name,
    actor.email,
    target.kind,
    target.id,
    before && JSON.stringify(before),
    after && JSON.stringify(after),
    entry.address,
    entry.requestId,
    entry.previousHash,
    entry.hash,
    entry.organizationId,
    head && JSON.stringify(head),
    start && JSON.stringify(start),
  ])
}
