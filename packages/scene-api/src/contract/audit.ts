/** The audit log. */
import { auditEntrySchema, auditExportQuerySchema, auditQuerySchema } from '../schemas/audit-log.js'
import { listOf } from '../schemas/list.js'
import { operation } from './operation.js'

export const exportAuditLog = operation({
  id: 'exportAuditLog',
  method: 'get',
  path: '/api/organizations/{org}/audit-log/export',
  tag: 'Audit log',
  summary: 'Export the audit log',
  description:
    'Oldest first, one entry a line or row. The last one carries, as `head`, the signed head of the whole chain; where older entries ' +
    'were removed after their time, the first one carries the signed head of those as `start`. ' +
    '`npx @vectreal/cli audit verify <file>` checks an export without this server; with `--partial` where it was filtered. ' +
    'CSV cells that a spreadsheet would run as a formula begin with an apostrophe.',
  permission: 'auditLog:read',
  query: auditExportQuerySchema,
  success: { status: 200, description: 'The entries', mediaTypes: ['application/x-ndjson', 'text/csv'] },
  errors: ['entitlement_required'],
})

export const listAuditLog = operation({
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
})
