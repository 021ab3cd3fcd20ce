/** The busiest statements of a bench and how PostgreSQL 16 or newer plans them, by pg_stat_statements. */

export const PLAN_FLAGS = ['-c', 'shared_preload_libraries=pg_stat_statements']
const BUSIEST = 10

/** Counts from now on. `pool` is of a superuser and the bench's own database. */
export async function startCounting(pool) {
  await pool.query('create extension if not exists pg_stat_statements')
  await pool.query('select pg_stat_statements_reset()')
}

/** Prints them, those that took most time first, each with its plan for any parameters. */
export async function printPlans(pool) {
  const { rows } = await pool.query(
    `select query, calls, mean_exec_time as mean, rows / calls as found, shared_blks_hit + shared_blks_read as pages
     from pg_stat_statements where query ilike 'select%' or query ilike 'with%' or query ilike 'insert%' or query ilike 'update%'
     order by total_exec_time desc limit $1`,
    [BUSIEST],
  )
  console.log('\n### The busiest statements\n')
  for (const { query, calls, mean, found, pages } of rows) {
    const share = Math.round(Number(pages) / Number(calls))
    console.log(`${calls} times, ${mean.toFixed(2)} ms, ${found} rows, ${share} pages of 8 kB each time:\n`)
    const plan = await pool.query(`explain (generic_plan, costs off) ${query}`).catch((error) => error)
    const lines = plan.rows?.map((row) => row['QUERY PLAN']) ?? [`no plan: ${plan.message}`]
    console.log(`\`\`\`\n${query.replaceAll(/\s+/g, ' ')}\n\n${lines.join('\n')}\n\`\`\`\n`)
  }
}
