/** Audit entries as the API shows them: the very members their hash was made of. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { auditLog } from '../../db/audit-log.js'
import { isoInstant } from '../../db/columns.js'
import type { Queryable } from '../../db/database.js'
import type { AuditEntry } from '../../schemas/audit-log.js'

interface Which {
  readonly where: SQL | undefined
  readonly orderBy: SQL
  readonly limit: number
}

// Read without drizzle's mapping of rows, which is a third of the work of a long export.
const shown = sql.join(
  Object.entries({ ...getTableColumns(auditLog), at: isoInstant(auditLog.at) }).map(
    ([name, value]) => sql`${value} as ${sql.identifier(name)}`,
  ),
  sql`, `,
)

type Row = Omit<typeof auditLog.$inferSelect, 'at'> & { readonly at: string }

export async function readEntries(db: Queryable, { where, orderBy, limit }: Which): Promise<AuditEntry[]> {
  const { rows } = await db.execute<Row & Record<string, unknown>>(
    sql`select ${shown} from ${auditLog} where ${where} order by ${orderBy} limit ${limit}`,
  )
  return rows.map(presentEntry)
}

function presentEntry(row: Row): AuditEntry {
  return {
    id: row.id,
    organizationId: row.organizationId,
    sequence: row.sequence,
    at: row.at,
    action: row.action,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName, email: row.actorEmail },
    target: { kind: row.targetKind, id: row.targetId },
    before: row.before,
    after: row.after,
    address: row.address,
    requestId: row.requestId,
    previousHash: row.previousHash,
    hash: row.hash,
  }
}
