/** The servers of the embed benches, each a process of its own, and the table of their rates. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@vectreal/test-kit'
import { printTable } from '../../../scripts/bench-table.mjs'
import { driveInTurns } from './drive.mjs'

const CONNECTIONS = 64
const ROUNDS = 4
const SECONDS = Number(process.env.BENCH_SECONDS ?? 1.5)
const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url))
export const ORIGIN = 'https://shop.example.com'

/** Runs `bench({ serve, stop })` on a database of its own, and ends whatever it has started. */
export async function withServers(bench) {
  // Durable, as in production: an awaited write waits for the disk.
  const postgres = await startPostgres({ flags: ['-c', 'fsync=on'] })
  const children = []
  try {
    await bench({ serve: (kind, env) => serve(kind, { POSTGRES_URL: postgres.url, ...env }, children), stop })
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await postgres.stop()
  }
}

export async function rateTable(title, rows, { connections = CONNECTIONS, leadIn, by } = {}) {
  const results = await driveInTurns(rows, { rounds: ROUNDS, seconds: SECONDS, connections, leadIn, by })
  const [first] = results
  printTable({
    title,
    note: `${connections} connections, ${ROUNDS} rounds of ${SECONDS} s in turns, the best of each${leadIn === undefined ? '' : `; ${leadIn} s before each are not counted`}.`,
    columns: ['', 'requests/s', 'MiB/s', '× first', 'p99', 'p99 × first', 'server CPU per request'],
    rows: results.map(({ rate, bytesPerSecond, p99, cpuMicros }, index) => [
      rows[index].name,
      rate.toFixed(0),
      (bytesPerSecond / 1024 / 1024).toFixed(1),
      (rate / first.rate).toFixed(2),
      `${p99.toFixed(0)} ms`,
      (p99 / first.p99).toFixed(2),
      `${cpuMicros.toFixed(0)} µs`,
    ]),
  })
}

async function serve(kind, env, children) {
  const child = fork(SERVER, [kind], { execArgv: ['--expose-gc'], env: { ...process.env, ...env } })
  children.push(child)
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the ${kind} server ended with code ${code}`)
  })
  failed.catch(() => {})
  const [facts] = await Promise.race([once(child, 'message'), failed])
  return {
    ...facts,
    child,
    /** `{ cpuMicros, rss, lookups }` since the start; `rss` after a collection. */
    async usage() {
      child.send('usage')
      const [usage] = await once(child, 'message')
      return usage
    },
  }
}

async function stop(...servers) {
  await Promise.all(
    servers.map(({ child }) => {
      child.kill('SIGKILL')
      return once(child, 'exit')
    }),
  )
}

export function sceneOf({ sceneId }) {
  return `/api/scenes/${sceneId}`
}

export function keyed(token) {
  return { authorization: `Bearer ${token}`, origin: ORIGIN }
}
