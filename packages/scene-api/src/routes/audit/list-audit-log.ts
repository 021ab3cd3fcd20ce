/** `GET …/audit-log`: newest first. */
import { and, desc, lt } from 'drizzle-orm'
import { filterEntries } from '../../audit/filter-entries.js'
import { presentEntry } from '../../audit/present-entry.js'
import { requireEntitlement } from '../../audit/require-entitlement.js'
import { auditLog } from '../../db/audit-log.js'
import { defineOperation } from '../../http/operation.js'
import { invalidRequest } from '../../problem.js'
import { auditEntrySchema, auditQuerySchema } from '../../schemas/audit-log.js'
import { listOf } from '../../schemas/list.js'

export const listAuditLog = defineOperation({
  id: 'listAuditLog',
  method: 'get',
  path: '/api/organizations/{org}/audit-log',
  tag: 'Audit log',
  summary: 'Read the audit log',
  description:
    'On Business and Enterprise. Everything is recorded on every plan: after an upgrade earlier entries show too.',
  permission: 'auditLog:read',
  query: auditQuerySchema,
  success: { status: 200, description: 'A page of entries', schema: listOf(auditEntrySchema) },
  errors: ['entitlement_required'],
  async handle({ context: { db }, access: { organization }, query }) {
    requireEntitlement(organization, 'audit_log')
    const { cursor, limit, ...filter } = query
    const rows = await db
      .select()
      .from(auditLog)
      .where(
        and(
          filterEntries(organization.id, filter),
          cursor === undefined ? undefined : lt(auditLog.sequence, readCursor(cursor)),
        ),
      )
      .orderBy(desc(auditLog.sequence))
      .limit(limit + 1)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return {
      items: shown.map(presentEntry),
      nextCursor: rows.length > limit && last ? String(last.sequence) : null,
    }
  },
})

/** The sequence number of the last entry shown: new entries never shift a page. */
function readCursor(cursor: string): number {
  if (!/^[1-9]\d{0,8}$/.test(cursor)) {
    throw invalidRequest([{ path: 'cursor', message: 'is not a cursor of this list' }])
  }
  return Number(cursor)
}
