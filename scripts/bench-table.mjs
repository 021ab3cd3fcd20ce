/**
 * Measures functions beside each other and prints a markdown table. Times differ between machines; the ratios of
 * one run are what counts. The rows take turns, round after round, in short batches of calls, and each keeps its
 * fastest batch: on a machine with other work that is the one nothing came between.
 */
import { measure } from 'mitata'

const ROUNDS = 4
const ROUND_NS = 50e6
const BATCH_CALLS = 256

/**
 * `rows`: `{ name, run }`; `run` may be async. The first row is what the others are compared with.
 */
export async function measureTable({ title, note, rows }) {
  const best = rows.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, { run }] of rows.entries()) {
      const { min } = await measure(run, { min_cpu_time: ROUND_NS, batch_samples: BATCH_CALLS })
      best[index] = Math.min(best[index], min)
    }
  }
  const lines = rows.map(({ name }, index) => [
    name,
    formatNanoseconds(best[index]),
    ratio(best[index] / best[0]),
  ])
  printTable({ title, note, columns: ['', 'time', `× ${rows[0].name}`], rows: lines })
  return best
}

/** A table of ready text, for benches that measure in their own way. */
export function printTable({ title, note, columns, rows }) {
  console.log(`\n### ${title}\n`)
  console.log(`| ${columns.join(' | ')} |`)
  console.log(`| ${columns.map((_, index) => (index === 0 ? '---' : '---:')).join(' | ')} |`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
  if (note !== undefined) console.log(`\n${note}`)
}

export function formatNanoseconds(ns) {
  if (ns < 1e3) return `${ns.toFixed(ns < 10 ? 1 : 0)} ns`
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`
  return `${(ns / 1e6).toFixed(1)} ms`
}

function ratio(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2)
}
