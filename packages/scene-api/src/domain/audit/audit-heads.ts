/** The heads of audit chains: the newest entry of each, and those that are due to leave the database. */
import type { SignedAuditHead } from '@vectreal/auth-core/audit'
import { desc, eq, sql } from 'drizzle-orm'
import type { BaseContext } from '../../context.js'
import { auditLog } from '../../db/audit-log.js'
import { auditStarts } from '../../db/audit-starts.js'
import type { Queryable } from '../../db/database.js'
import { recordEvent } from '../webhooks/record-event.js'
import { createAuditSigner } from './audit-signer.js'

const DAY_MS = 86_400_000
const MAX_AT_ONCE = 500

export interface ChainEnd {
  readonly sequence: number
  readonly hash: string
}

/** Null where the organization has no entry. */
export async function findHead(db: Queryable, organizationId: string): Promise<ChainEnd | null> {
  const [head] = await db
    .select({ sequence: auditLog.sequence, hash: auditLog.hash })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(desc(auditLog.sequence))
    .limit(1)
  return head ?? null
}

/** The head of the entries that were removed after their time; null where the log is as old as the organization. */
export async function findStart(db: Queryable, organizationId: string): Promise<SignedAuditHead | null> {
  const [start] = await db
    .select({ head: auditStarts.head })
    .from(auditStarts)
    .where(eq(auditStarts.organizationId, organizationId))
  return start?.head ?? null
}

/**
 * Claims and signs the heads that are due: of each organization whose log has grown since its last one, a day or more
 * ago. Each is claimed by one process; whoever gets it publishes it.
 */
export async function claimDueHeads({
  db,
  clock,
  settings,
}: Pick<BaseContext, 'db' | 'clock' | 'settings'>): Promise<SignedAuditHead[]> {
  const now = clock.now()
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const signer = createAuditSigner(settings.authSecret)
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ organization_id: string; sequence: number; hash: string }>(sql`
    with due as (
      select organization.id, newest.sequence, newest.hash
      from organizations organization
      cross join lateral (
        select sequence, hash from audit_log where organization_id = organization.id
        order by sequence desc limit 1
      ) newest
      left join audit_heads head on head.organization_id = organization.id
      where head.organization_id is null
        or (head.published_at <= ${dayAgo} and head.sequence < newest.sequence)
      limit ${MAX_AT_ONCE}
    ), claimed as (
      insert into audit_heads (organization_id, sequence, published_at)
      select id, sequence, ${now} from due order by id
      on conflict (organization_id) do update
        set sequence = excluded.sequence, published_at = excluded.published_at
        where audit_heads.published_at <= ${dayAgo}
      returning organization_id
    )
    select organization_id, sequence, hash from claimed join due on due.id = claimed.organization_id`)
    const heads = rows.map(({ organization_id: organizationId, sequence, hash }) =>
      signer.sign({ organizationId, sequence, hash, signedAt: now.toISOString() }),
    )
    for (const head of heads) {
      const { organizationId } = head
      const subject = `audit:${organizationId}`
      await recordEvent(tx, { organizationId, type: 'audit.head', subject, at: now, data: () => ({ head }) })
    }
    return heads
  })
}

/** Lets the due heads leave the database: a line of the log each. */
export async function publishHeads(context: BaseContext): Promise<void> {
  let heads: SignedAuditHead[]
  do {
    heads = await claimDueHeads(context)
    for (const auditHead of heads) context.logger.info({ auditHead }, 'audit head')
  } while (heads.length === MAX_AT_ONCE)
}
