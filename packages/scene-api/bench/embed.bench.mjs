/**
 * The embed path beside bare Express 5, in one interleaved run: both servers in processes of their own, asked in
 * turns over 64 kept-alive connections. `BENCH_KEYS=1000000` fills the table of keys first.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@vectreal/test-kit'
import { printTable } from '../../../scripts/bench-table.mjs'

const CONNECTIONS = 64
const ROUNDS = 5
const ROUND_MS = 1500
const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url))

const postgres = await startPostgres()
const children = []
try {
  const embed = await serve('embed', {})
  const uncached = await serve('embed', { KEY_CACHE_TTL_MS: '0' })
  const bare = await serve('bare', { BODY: embed.manifest, BLOB: embed.file })
  const usual = await serve('usual', { BODY: embed.manifest, TOKEN: embed.token })
  const keyed = { Authorization: `Bearer ${embed.token}`, Origin: 'https://shop.example.com' }
  const keyedUncached = { ...keyed, Authorization: `Bearer ${uncached.token}` }
  const malformed = { ...keyed, Authorization: `Bearer ${flip(embed.token)}` }
  const scene = `/api/scenes/${embed.sceneId}`

  await table('A manifest', [
    { name: 'bare Express 5, the same bytes', url: `${bare.url}/manifest` },
    { name: 'verified, warm', url: embed.url + scene, headers: keyed },
    {
      name: 'verified, cache off',
      url: `${uncached.url}/api/scenes/${uncached.sceneId}`,
      headers: keyedUncached,
    },
    { name: 'hash, select, awaited update', url: `${usual.url}/usual`, headers: keyed },
  ])
  await table('A refusal', [
    { name: 'bare Express 5, 404', url: `${bare.url}/nothing` },
    { name: 'malformed token', url: embed.url + scene, headers: malformed },
  ])
  await table(
    'A model of 4 MiB',
    [
      { name: 'express.static', url: `${bare.url}/files/${embed.blobPath}` },
      { name: 'verified model', url: `${embed.url}/api/scenes/${embed.sceneId}/model`, headers: keyed },
    ],
    { connections: 8 },
  )
} finally {
  for (const child of children) child.kill('SIGKILL')
  await postgres.stop()
}

async function serve(kind, env) {
  const child = fork(SERVER, [kind], { env: { ...process.env, POSTGRES_URL: postgres.url, ...env } })
  children.push(child)
  const [facts] = await once(child, 'message')
  return facts
}

async function table(title, rows, { connections = CONNECTIONS } = {}) {
  const best = rows.map(() => ({ rate: 0, bytes: 0, p99: Number.POSITIVE_INFINITY }))
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, row] of rows.entries()) {
      const result = await drive(row, connections)
      // The first round warms both up.
      if (round > 0 && result.rate > best[index].rate) best[index] = result
    }
  }
  printTable({
    title,
    note: `${connections} connections, best of ${ROUNDS} rounds in turns; the client shares the machine.`,
    columns: ['', 'requests/s', 'MiB/s', 'p99', '× first', 'p99 × first'],
    rows: rows.map(({ name }, index) => {
      const { rate, bytes, p99 } = best[index]
      return [
        name,
        rate.toFixed(0),
        (bytes / 1024 / 1024).toFixed(1),
        `${p99.toFixed(1)} ms`,
        (rate / best[0].rate).toFixed(2),
        (p99 / best[0].p99).toFixed(2),
      ]
    }),
  })
}

async function drive({ url, headers = {} }, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const startedAt = performance.now()
  const times = []
  let bytes = 0
  const once = () =>
    new Promise((resolve, reject) => {
      const sentAt = performance.now()
      const sent = request(url, { agent, headers }, (response) => {
        response.on('data', (chunk) => {
          bytes += chunk.length
        })
        response.once('end', () => {
          times.push(performance.now() - sentAt)
          resolve()
        })
      })
      sent.once('error', reject)
      sent.end()
    })
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() - startedAt < ROUND_MS) await once()
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return {
    rate: times.length / seconds,
    bytes: bytes / seconds,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
  }
}

function flip(token) {
  return token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
}
