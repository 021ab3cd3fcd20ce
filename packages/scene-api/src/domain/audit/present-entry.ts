/** An audit entry as the API shows it: the very members its hash was made of. */
import type { auditLog } from '../../db/audit-log.js'
import type { AuditEntry } from '../../schemas/audit-log.js'

export function presentEntry(row: typeof auditLog.$inferSelect): AuditEntry {
  const { id, organizationId, sequence, action, before, after, address, requestId, previousHash, hash } = row
  return {
    id,
    organizationId,
    sequence,
    at: row.at.toISOString(),
    action,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName, email: row.actorEmail },
    target: { kind: row.targetKind, id: row.targetId },
    before,
    after,
    address,
    requestId,
    previousHash,
    hash,
  }
}
