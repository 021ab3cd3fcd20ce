/**
 * The management API of a very large organization, and what its neighbour's embeds notice meanwhile. `BENCH_SCALE`
 * makes it larger or smaller, `BENCH_ROUNDS` asks more or less often, `BENCH_PLANS=1` prints plans of the busiest statements.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileStorage, createSceneApi, migrateDatabase } from '@vectreal/scene-api'
import { createDatabase, startPostgres } from '@vectreal/test-kit'
import pg from 'pg'
import { pino } from 'pino'
import { printTable } from '../../../scripts/bench-table.mjs'
import { amountsOf, joinAsOwner, seedManagement } from './management-seed.mjs'
import { PLAN_FLAGS, printPlans, startCounting } from './plans.mjs'
import { readAway } from './read-away.mjs'

const SCALE = Number(process.env.BENCH_SCALE ?? 1)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20)
const PLANS = process.env.BENCH_PLANS === '1'
const EMBED_EVERY_MS = 10

const amounts = amountsOf(SCALE)
const folder = mkdtempSync(join(tmpdir(), 'vectreal-bench-'))
const postgres = await startPostgres({ flags: PLANS ? PLAN_FLAGS : [] })
try {
  const { url } = await createDatabase(postgres.url)
  await migrateDatabase(url)
  const app = createSceneApi({
    databaseUrl: url,
    storage: createFileStorage(folder),
    publicUrl: 'http://localhost:4400',
    authSecret: 'a secret for the bench only, long enough',
    logger: pino({ level: 'silent' }),
    maintenance: false,
    writeLimitPerMinute: 1_000_000,
    // What revoking costs. Several servers also wait for the leases of the others to end, a second by default.
    singleProcess: true,
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const started = performance.now()
  // Of its own: statements of the server end after some seconds, those that seed may take longer.
  const seeding = new pg.Pool({ connectionString: url, max: 1 })
  // The end of the database, where the bench fails: what it failed at says so itself.
  seeding.on('error', () => {})
  const facts = await seedManagement(seeding, amounts)
  if (PLANS) await startCounting(seeding)
  console.log(`seeded in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  const base = `http://127.0.0.1:${server.address().port}`
  const stage = { base, ...facts, cookie: await joinAsOwner(base, seeding) }
  const rows = []
  for (const [name, path] of questionsOf(amounts)) {
    const { times, bytes, worst } = await measure(stage, () => ['GET', path])
    rows.push([name, ...summary(times), `${(bytes / 1000).toFixed(1)} kB`, milliseconds(worst)])
  }
  const writes = []
  for (const [name, requestOf] of writesOf(amounts, facts)) {
    const { times, worst } = await measure(stage, requestOf)
    writes.push([name, ...summary(times), milliseconds(worst)])
  }
  printTable({
    title: 'The management API at size',
    note: describe(amounts),
    columns: ['GET', 'median', 'p95', 'response', 'a neighbour’s embed, worst'],
    rows,
  })
  printTable({
    title: 'Changes at size',
    columns: ['change', 'median', 'p95', 'a neighbour’s embed, worst'],
    rows: writes,
  })
  const exports = []
  for (const isShared of [false, true]) {
    for (const format of ['ndjson', 'csv']) exports.push(await exported(stage, format, isShared))
  }
  printTable({
    title: 'The audit log, exported whole',
    note: 'A quick reader in a thread of its own. Memory is of both, at most above what it was before.',
    columns: ['format', 'MB', 'MB a second', 'memory above before', 'a neighbour’s embed, worst'],
    rows: exports,
  })
  if (PLANS) await printPlans(seeding)
  await seeding.end()
  server.close()
  server.closeAllConnections()
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

/** What the pages of the dashboard ask, the later pages of long lists included. */
function questionsOf({ projects, keys, members }) {
  const middle = Math.ceil(projects / 2)
  return [
    ['projects', '/projects?limit=50'],
    ['projects, searched', `/projects?limit=50&q=project%20${middle}`],
    ['a project', `/projects/project${middle}`],
    ['scenes of the organization', '/scenes?limit=50'],
    ['scenes, searched', '/scenes?limit=50&q=77'],
    ['scenes of a project', `/projects/project${middle}/scenes`],
    ['keys', '/api-keys?limit=50'],
    ['keys, searched', '/api-keys?limit=50&q=77'],
    ['a key', `/api-keys/key${Math.ceil(keys / 2)}`],
    ['use by day, 30 days', '/usage'],
    ['use by day, 90 days', `/usage?from=${dayBefore(89)}`],
    ['use by origin, 30 days', '/usage?by=origin&limit=50'],
    ['use by origin, 90 days', `/usage?by=origin&limit=50&from=${dayBefore(89)}`],
    ['use of a project', `/usage?projectId=project${middle}`],
    ['use of a scene', `/usage?sceneId=scene${middle}`],
    ['use of a key', `/api-keys/key${Math.ceil(keys / 2)}/usage`],
    ['refusals', '/refusals?limit=50'],
    ['refusals, 90 days', `/refusals?limit=50&from=${dayBefore(89)}`],
    ['refusals of a key', '/refusals?limit=50&keyId=key7'],
    ['reports', '/embed-reports?limit=50'],
    ['findings', '/hygiene?limit=50'],
    ['audit log', '/audit-log?limit=50'],
    ['audit log of a person', '/audit-log?limit=50&actor=person7'],
    ['quotas', '/quotas'],
    ['reminders', '/reminders'],
    ['signing keys', '/signing-keys?limit=50'],
    ['members', '/members?limit=50'],
    ['members, a later page', `/members?limit=50&cursor=${cursorAt(members / 2)}`],
    ['members, searched', '/members?limit=50&q=person%207'],
    ['members without second factor', '/members?limit=200&hasSecondFactor=false'],
    ['open invitations', '/invitations?limit=50'],
    ['service tokens', '/service-tokens?limit=50'],
    ['service tokens, searched', '/service-tokens?limit=50&q=77'],
    ['webhooks', '/webhooks'],
    ['leaks', '/leaks?limit=50'],
    ['settings', '/settings'],
  ]
}

/** Every change is of something else: what one has done spares the next nothing. */
function writesOf({ keys }, { org }) {
  const laterKey = (round) => `key${Math.ceil(keys / 2) + round}`
  return [
    [
      'create a key',
      (round) => ['POST', '/api-keys', { name: `New ${round}`, projectIds: ['project1', 'project2'] }],
    ],
    ['rotate a key', (round) => ['POST', `/api-keys/key${1 + round}/rotate`, {}]],
    ['revoke a key', (round) => ['POST', `/api-keys/${laterKey(round)}/revoke`, {}]],
    [
      'create a project',
      (round) => ['POST', '/projects', { name: `New ${round}`, allowedDomains: [`new${round}.example.com`] }],
    ],
    [
      'change an allowlist',
      (round) => [
        'PATCH',
        `/projects/project${1 + round}`,
        { allowedDomains: [`changed${round}.example.com`] },
      ],
    ],
    ['rename a scene', (round) => ['PATCH', `/scenes/scene${1 + round}`, { name: `Renamed ${round}` }]],
    [
      'change the role of a member',
      (round) => [
        'POST',
        '/api/auth/organization/update-member-role',
        {
          organizationId: org,
          memberId: `member${3 + (round % 2)}`,
          role: round % 4 < 2 ? 'admin' : 'viewer',
        },
      ],
    ],
  ]
}

/** Asks once before it counts. */
async function measure({ base, org, cookie, neighbour }, requestOf) {
  const send = async (round) => {
    const [method, path, body] = requestOf(round)
    const url = base + (path.startsWith('/api/') ? path : `/api/organizations/${org}${path}`)
    const started = performance.now()
    const response = await fetch(url, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const ms = performance.now() - started
    if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}: ${text}`)
    return { ms, bytes: text.length }
  }
  const { bytes } = await send(0)
  const embeds = watchEmbeds(base, neighbour)
  const times = []
  for (let round = 1; round <= ROUNDS; round += 1) times.push((await send(round)).ms)
  return { times, bytes, worst: await embeds.stop() }
}

function summary(times) {
  return [milliseconds(at(times, 0.5)), milliseconds(at(times, 0.95))]
}

function milliseconds(value) {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`
}

async function exported({ base, org, token, neighbour }, format, isShared) {
  const embeds = isShared ? watchEmbeds(base, neighbour) : null
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const url = `${base}/api/organizations/${org}/audit-log/export?format=${format}`
  const { status, bytes, seconds } = await readAway(url, { Authorization: `Bearer ${token}` })
  clearInterval(watch)
  if (status !== 200) throw new Error(`the export responded ${status}`)
  const worst = await embeds?.stop()
  return [
    isShared ? `${format}, beside embeds` : format,
    (bytes / 1e6).toFixed(0),
    (bytes / 1e6 / seconds).toFixed(0),
    `${((most - before) / 1e6).toFixed(0)} MB`,
    worst === undefined ? '' : `${worst.toFixed(0)} ms`,
  ]
}

/** Loads one after the other; the longest that one took. */
function watchEmbeds(base, { key, scene, origin }) {
  const end = new AbortController()
  let worst = 0
  const run = async () => {
    while (!end.signal.aborted) {
      const started = performance.now()
      const response = await fetch(`${base}/api/scenes/${scene}`, {
        headers: { Authorization: `Bearer ${key}`, Origin: origin },
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`an embed got ${response.status}`)
      worst = Math.max(worst, performance.now() - started)
      await new Promise((resolve) => setTimeout(resolve, EMBED_EVERY_MS))
    }
  }
  const running = run()
  return {
    async stop() {
      end.abort()
      await running
      return worst
    },
  }
}

function at(times, share) {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Of a list whose items were made a minute after each other. */
function cursorAt(minutes) {
  return Buffer.from(`${new Date(Date.now() - minutes * 60_000).toISOString()} x`).toString('base64url')
}

function dayBefore(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}

function describe(given) {
  const list = Object.entries(given).map(([name, amount]) => `${amount.toLocaleString('en')} ${name}`)
  return `${list.join(', ')}.`
}
