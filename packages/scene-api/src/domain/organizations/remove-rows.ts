/** Removes what belongs to one organization in small steps, so that no statement of it takes long. */
import { is, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { apiKeys } from '../../db/api-keys.js'
import type { Database } from '../../db/database.js'
import { members, organizations } from '../../db/organizations.js'
import { projects } from '../../db/projects.js'
import * as schema from '../../db/schema.js'
import { scenes } from '../../db/scenes.js'

const ROWS_AT_ONCE = 5000
/** Other rows go with these: what refers to them comes first, and fewer go at once. */
const PARENTS: readonly PgTable[] = [scenes, apiKeys, projects]
const PARENTS_AT_ONCE = 500

/** Every table whose rows end with their organization; its members stay until the end, so that they may ask again. */
const TABLES: readonly PgTable[] = [
  ...Object.values(schema as Record<string, unknown>)
    .filter((value): value is PgTable => is(value, PgTable))
    .filter((table) => table !== members && !PARENTS.includes(table) && endsWithOrganization(table)),
  ...PARENTS,
]

/** May run several times at once, and goes on where an earlier run ended. */
export async function removeRows(db: Database, organizationId: string): Promise<void> {
  for (const table of TABLES) {
    const atOnce = PARENTS.includes(table) ? PARENTS_AT_ONCE : ROWS_AT_ONCE
    const some = someOf(table, sql`organization_id = ${organizationId}`, atOnce)
    if (table === apiKeys) await untie(db, organizationId)
    await untilNone(db, sql`delete from ${table} where ctid = any(array(${some}))`)
  }
}

/** Keys that were rotated refer to each other: none could go before the other. */
async function untie(db: Database, organizationId: string): Promise<void> {
  const tied = sql`organization_id = ${organizationId} and (rotated_from_id is not null or replaced_by_id is not null)`
  await untilNone(
    db,
    sql`update ${apiKeys} set rotated_from_id = null, replaced_by_id = null, revokes_at = null
      where ctid = any(array(${someOf(apiKeys, tied, ROWS_AT_ONCE)}))`,
  )
}

/** What somebody else is removing at the moment is left to them. */
const someOf = (table: PgTable, which: SQL, limit: number): SQL =>
  sql`select ctid from ${table} where ${which} limit ${limit} for update skip locked`

async function untilNone(db: Database, statement: SQL): Promise<void> {
  while (((await db.execute(statement)).rowCount ?? 0) > 0);
}

function endsWithOrganization(table: PgTable): boolean {
  return getTableConfig(table).foreignKeys.some(({ reference, onDelete }) => {
    const { columns, foreignTable } = reference()
    return foreignTable === organizations && onDelete === 'cascade' && columns[0]?.name === 'organization_id'
  })
}
