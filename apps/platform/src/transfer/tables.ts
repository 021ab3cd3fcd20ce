/** What a database of ours holds: its tables, counted and digested, and where its sequences stand. */
import pg from 'pg'

export interface Table {
  readonly name: string
  /** Those that are written; what is generated comes by itself. */
  readonly columns: readonly string[]
}

/** Equal for equal rows, in whatever order. */
export interface TableFacts {
  readonly rows: number
  readonly digest: string
}

export interface Sequence {
  readonly table: string
  readonly column: string
  readonly lastValue: string
  readonly isCalled: boolean
}

export const quote = pg.escapeIdentifier

const JOURNAL = '__drizzle_migrations'

/** Of the current schema, without the journal of migrations. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> $1
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      group by c.relname order by c.relname`,
    [JOURNAL],
  )
  return rows
}

export async function readFacts(client: pg.ClientBase, { name, columns }: Table): Promise<TableFacts> {
  const row = `row(${columns.map((column) => quote(column)).join(', ')})::text`
  const { rows } = await client.query<{ rows: string; digest: string }>(
    `select count(*) as rows, coalesce(sum(('x' || substr(md5(${row}), 1, 15))::bit(60)::bigint), 0)::text as digest
       from ${quote(name)}`,
  )
  return { rows: Number(rows[0]?.rows ?? 0), digest: rows[0]?.digest ?? '0' }
}

export async function readSequences(client: pg.ClientBase, tables: readonly Table[]): Promise<Sequence[]> {
  const found: Sequence[] = []
  for (const { name, columns } of tables) {
    for (const column of columns) {
      const { rows } = await client.query<{ sequence: string | null }>(
        'select pg_get_serial_sequence($1, $2) as sequence',
        [quote(name), column],
      )
      const sequence = rows[0]?.sequence ?? null
      if (sequence === null) continue
      const state = await client.query<{ last_value: string; is_called: boolean }>(
        `select last_value, is_called from ${sequence}`,
      )
      const { last_value: lastValue = '1', is_called: isCalled = false } = state.rows[0] ?? {}
      found.push({ table: name, column, lastValue, isCalled })
    }
  }
  return found
}

/** The instant that the newest applied migration is known by. */
export async function readMigrationLevel(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ level: string | null }>(
    `select max(created_at) as level from ${await journalOf(client)}`,
  )
  return Number(rows[0]?.level ?? 0)
}

async function journalOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ schema: string }>('select current_schema() as schema')
  const schema = rows[0]?.schema ?? 'public'
  return `${quote(schema === 'public' ? 'drizzle' : schema)}.${JOURNAL}`
}
