/** The entries of one organization that a query asks for. */
import { and, eq, gte, lt, or, type SQL } from 'drizzle-orm'
import { auditLog } from '../../db/audit-log.js'

export interface EntryFilter {
  readonly action?: string | undefined
  readonly actor?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export function filterEntries(
  organizationId: string,
  { action, actor, from, to }: EntryFilter,
): SQL | undefined {
  return and(
    eq(auditLog.organizationId, organizationId),
    action === undefined ? undefined : eq(auditLog.action, action),
    actor === undefined ? undefined : or(eq(auditLog.actorId, actor), eq(auditLog.actorEmail, actor)),
    from === undefined ? undefined : gte(auditLog.at, new Date(from)),
    to === undefined ? undefined : lt(auditLog.at, new Date(to)),
  )
}
