/** `GET …/audit-log/export`: every entry, oldest first, streamed. */
import { once } from 'node:events'
import { and, asc, gt } from 'drizzle-orm'
import { csvLine } from '../../audit/csv.js'
import { filterEntries } from '../../audit/filter-entries.js'
import { presentEntry } from '../../audit/present-entry.js'
import { requireEntitlement } from '../../audit/require-entitlement.js'
import { auditLog } from '../../db/audit-log.js'
import { defineOperation } from '../../http/operation.js'
import { type AuditEntry, auditExportQuerySchema } from '../../schemas/audit-log.js'

const BATCH = 500
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
]

export const exportAuditLog = defineOperation({
  id: 'exportAuditLog',
  method: 'get',
  path: '/api/organizations/{org}/audit-log/export',
  tag: 'Audit log',
  summary: 'Export the audit log',
  description:
    'Oldest first. NDJSON: one entry a line, which `npm run audit:verify -- file` checks without this server (filtered by action or actor it has gaps, which it reports). CSV: cells ' +
    'that a spreadsheet would run as a formula begin with an apostrophe.',
  permission: 'auditLog:read',
  query: auditExportQuerySchema,
  success: { status: 200, description: 'The entries', mediaTypes: ['application/x-ndjson', 'text/csv'] },
  errors: ['entitlement_required'],
  async handle({ context: { db }, access: { organization }, query, res }) {
    requireEntitlement(organization, 'audit_log')
    const { format, ...filter } = query
    const asked = filterEntries(organization.id, filter)
    const readAfter = (sequence: number) =>
      db
        .select()
        .from(auditLog)
        .where(and(asked, gt(auditLog.sequence, sequence)))
        .orderBy(asc(auditLog.sequence))
        .limit(BATCH)

    // The first batch before the headers: a database that is away is still a clean 503.
    let rows = await readAfter(0)
    res.status(200)
    res.setHeader('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
    res.setHeader('Content-Disposition', `attachment; filename="audit-log-${organization.slug}.${format}"`)
    const toLine = format === 'csv' ? entryToCsv : (entry: AuditEntry) => `${JSON.stringify(entry)}\n`
    if (format === 'csv') res.write(csvLine(COLUMNS))
    while (rows.length > 0 && !res.destroyed) {
      const hasRoom = res.write(rows.map((row) => toLine(presentEntry(row))).join(''))
      if (!hasRoom) await Promise.race([once(res, 'drain'), once(res, 'close')])
      rows = rows.length < BATCH ? [] : await readAfter(rows.at(-1)?.sequence ?? 0)
    }
    res.end()
  },
})

function entryToCsv({ actor, target, before, after, ...entry }: AuditEntry): string {
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
  ])
}
