/** Removes audit entries after their time, and leaves where the log begins from then on: the signed head of what went. */
import { sql } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { createAuditSigner } from './audit-signer.js'

const DAY_MS = 86_400_000
/** Entries of one statement: short enough that nobody waits for its locks. */
const AT_ONCE = 5000

/** The last entry that goes. */
interface Removable extends Record<string, unknown> {
  readonly organization_id: string
  readonly sequence: number
  readonly hash: string
}

/** The newest entry of an organization always stays: the next one continues it. */
export async function forgetOldEntries(context: Context): Promise<void> {
  const { clock, db, logger, settings } = context
  const { auditDays } = settings.retention
  if (auditDays === null) return
  const signer = createAuditSigner(settings.authSecret)
  let removable: Removable[]
  do {
    const before = new Date(clock.now().getTime() - auditDays * DAY_MS)
    removable = (await db.execute<Removable>(findRemovable(before))).rows
    for (const { organization_id: organizationId, sequence, hash } of removable) {
      const signedAt = clock.now().toISOString()
      const auditHead = signer.sign({ organizationId, sequence, hash, signedAt })
      await db.execute(sql`select audit_log_forget(${JSON.stringify(auditHead)}::jsonb, ${auditDays})`)
      logger.info({ auditHead }, 'audit entries removed, up to this head')
    }
  } while (removable.length > 0)
}

/** Each organization once, found by its first entry: a log of millions is not read through for it. */
const findRemovable = (before: Date) => sql`
  with recursive organization as (
    (select organization_id as id from audit_log order by organization_id limit 1)
    union all
    select (
      select organization_id from audit_log
      where organization_id > organization.id order by organization_id limit 1
    ) from organization where id is not null
  )
  select entry.organization_id, entry.sequence, entry.hash
  from organization
  cross join lateral (
    select min(sequence) as first, max(sequence) as newest from audit_log where organization_id = organization.id
  ) bounds
  cross join lateral (
    select organization_id, sequence, hash from audit_log
    where organization_id = organization.id and at < ${before.toISOString()}
      and sequence < least(newest, first + ${AT_ONCE}, (
        select min(sequence) from audit_log
        where organization_id = organization.id and at >= ${before.toISOString()}
      ))
    order by sequence desc limit 1
  ) entry`
