/** Removes what has been kept for as long as the settings say. Every part may run in several processes at once. */
import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '../context.js'
import { forgetOldEntries } from './audit/forget-entries.js'

const DAY_MS = 86_400_000
const EXPIRED_INVITATION_DAYS = 30
/** Deliveries go with their events; none is retried for as long. */
const WEBHOOK_EVENT_DAYS = 30
/** Rows of one statement: short enough that nobody waits for its locks. */
const AT_ONCE = 5000

export async function forgetOld(context: Context): Promise<void> {
  await forgetOldEntries(context)
  const { reportsDays, refusalsDays, usageDays } = context.settings.retention
  await forget(context, 'embed_reports', 'received_at', reportsDays)
  await forget(context, 'refusal_buckets', 'last_seen_at', refusalsDays)
  await forget(context, 'usage_buckets', 'last_seen_at', usageDays)
  await forget(context, 'visitor_usage', 'last_seen_at', usageDays)
  // A trigger takes them off usage_totals and usage_spans.
  await forget(context, 'usage_days', 'last_seen_at', usageDays)
  await forget(context, 'sign_up_invitations', 'expires_at', EXPIRED_INVITATION_DAYS)
  await forget(context, 'invitations', 'expires_at', EXPIRED_INVITATION_DAYS)
  await forget(context, 'webhook_events', 'at', WEBHOOK_EVENT_DAYS)
  await forgetVersions(context)
}

async function forget(context: Context, table: string, column: string, days: number | null): Promise<void> {
  if (days === null) return
  const before = startOf(context, days)
  const rows = sql.identifier(table)
  await inBatches(
    context,
    sql`delete from ${rows} where ctid = any(array(
      select ctid from ${rows} where ${sql.identifier(column)} < ${before.toISOString()} limit ${AT_ONCE}))`,
  )
}

/** Counted from the newest; a plan without a number keeps all. */
async function forgetVersions(context: Context): Promise<void> {
  const { retention, quotas } = context.settings
  if (retention.versionsDays === null) return
  const before = startOf(context, retention.versionsDays)
  for (const [plan, { keptVersions }] of Object.entries(quotas)) {
    if (keptVersions === null) continue
    await inBatches(
      context,
      sql`delete from scene_versions v using (
        select scene_id, version from (
          select v.scene_id, v.version, v.created_at, s.version as current,
            row_number() over (partition by v.scene_id order by v.version desc) as place
          from scene_versions v
          join scenes s on s.id = v.scene_id
          join organizations o on o.id = s.organization_id and o.plan = ${plan}
        ) placed
        where place > ${keptVersions} and version <> current and created_at < ${before.toISOString()}
        limit ${AT_ONCE}
      ) old
      where v.scene_id = old.scene_id and v.version = old.version`,
    )
  }
}

function startOf({ clock }: Context, days: number): Date {
  return new Date(clock.now().getTime() - days * DAY_MS)
}

async function inBatches({ db }: Context, statement: SQL): Promise<void> {
  let removed: number
  do {
    removed = (await db.execute(statement)).rowCount ?? 0
  } while (removed === AT_ONCE)
}
