/**
 * What has changed of keys, organizations, allowlists and scenes, for nodes that keep them in memory. Triggers write it, in the
 * transaction that makes the change; `xid` is that transaction, so that a snapshot tells which rows it has seen.
 */
import { sql } from 'drizzle-orm'
import { check, customType, index, pgTable, text } from 'drizzle-orm/pg-core'

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

export const accessChanges = pgTable(
  'access_changes',
  {
    xid: xid8('xid').notNull(),
    kind: text('kind').$type<'key' | 'organization' | 'project' | 'scene'>().notNull(),
    targetId: text('target_id').notNull(),
  },
  (table) => [
    index('access_changes_xid').on(table.xid),
    check('access_changes_kind', sql`${table.kind} in ('key', 'organization', 'project', 'scene')`),
  ],
)
