/** `GET …/audit-log/export`: every entry, oldest first, streamed; the last with the signed head of the chain. */
import { once } from 'node:events'
import type { SignedAuditHead } from '@vectreal/auth-core/audit'
import { and, asc, gt } from 'drizzle-orm'
import { findHead } from '../../audit/audit-heads.js'
import { createAuditSigner } from '../../audit/audit-signer.js'
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
  'organizationId',
  'head',
]

type Row = typeof auditLog.$inferSelect

export const exportAuditLog = defineOperation({
  id: 'exportAuditLog',
  method: 'get',
  path: '/api/organizations/{org}/audit-log/export',
  tag: 'Audit log',
  summary: 'Export the audit log',
  description:
    'Oldest first, one entry a line or row. The last one carries, as `head`, the signed head of the whole chain. ' +
    '`npx @vectreal/cli audit verify <file>` checks an export without this server; with `--partial` where it was filtered. ' +
    'CSV cells that a spreadsheet would run as a formula begin with an apostrophe.',
  permission: 'auditLog:read',
  query: auditExportQuerySchema,
  success: { status: 200, description: 'The entries', mediaTypes: ['application/x-ndjson', 'text/csv'] },
  errors: ['entitlement_required'],
  async handle({ context: { db, clock, settings }, access: { organization }, query, res }) {
    requireEntitlement(organization, 'audit_log')
    const { format, ...filter } = query
    const isFiltered = Object.values(filter).some((value) => value !== undefined)
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
    const toLine = format === 'csv' ? entryToCsv : entryToJson
    if (format === 'csv') res.write(csvLine(COLUMNS))
    // One is held back until it is known whether others follow: the last one carries the head.
    let held: Row | null = null
    while (rows.length > 0 && !res.destroyed) {
      const ready: Row[] = held === null ? rows.slice(0, -1) : [held, ...rows.slice(0, -1)]
      held = rows.at(-1) ?? null
      const hasRoom = res.write(ready.map((row) => toLine(presentEntry(row), null)).join(''))
      if (!hasRoom) await Promise.race([once(res, 'drain'), once(res, 'close')])
      rows = rows.length < BATCH ? [] : await readAfter(held?.sequence ?? 0)
    }
    if (held !== null) {
      // Of a whole export the last entry in it, though others may have been added meanwhile.
      const { sequence, hash } = (isFiltered ? await findHead(db, organization.id) : null) ?? held
      const signedAt = clock.now().toISOString()
      const signer = createAuditSigner(settings.authSecret)
      const head = signer.sign({ organizationId: organization.id, sequence, hash, signedAt })
      res.write(toLine(presentEntry(held), head))
    }
    res.end()
  },
})

const entryToJson = (entry: AuditEntry, head: SignedAuditHead | null): string =>
  `${JSON.stringify(head === null ? entry : { ...entry, head })}\n`

function entryToCsv(
  { actor, target, before, after, ...entry }: AuditEntry,
  head: SignedAuditHead | null,
): string {
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
  ])
}
