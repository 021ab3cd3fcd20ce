/** `GET …/audit-log`: newest first. */
import { and, desc, lt } from 'drizzle-orm'
import * as contract from '../../contract/audit.js'
import { route } from '../../mount/route.js'
import { filterEntries } from '../../domain/audit/filter-entries.js'
import { readEntries } from '../../domain/audit/read-entries.js'
import { requireEntitlement } from '../../domain/audit/require-entitlement.js'
import { auditLog } from '../../db/audit-log.js'
import { invalidRequest } from '../../problem.js'

export const listAuditLog = route({
  operation: contract.listAuditLog,
  async handle({ context: { db }, access: { organization }, query }) {
    requireEntitlement(organization, 'audit_log')
    const { cursor, limit, ...filter } = query
    const entries = await readEntries(db, {
      where: and(
        filterEntries(organization.id, filter),
        cursor === undefined ? undefined : lt(auditLog.sequence, readCursor(cursor)),
      ),
      orderBy: desc(auditLog.sequence),
      limit: limit + 1,
    })
    const items = entries.slice(0, limit)
    const last = items.at(-1)
    return { items, nextCursor: entries.length > limit && last ? String(last.sequence) : null }
  },
})

/** The sequence number of the last entry shown: new entries never shift a page. */
function readCursor(cursor: string): number {
  if (!/^[1-9]\d{0,8}$/.test(cursor)) {
    throw invalidRequest([{ path: 'cursor', message: 'is not a cursor of this list' }])
  }
  return Number(cursor)
}
