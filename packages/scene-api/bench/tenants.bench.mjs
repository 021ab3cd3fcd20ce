/**
 * What one tenant notices while another attacks: its loads and its own uploads, before and during, in one run on one
 * machine. `BENCH_SECONDS` sets the length of an attack; `BENCH_MAIN` is the `main.js` of another build to measure.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { freePort } from '@vectreal/test-kit'
import sharp from 'sharp'
import { printTable } from '../../../scripts/bench-table.mjs'

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10)
const REST_SECONDS = 3
/** `BENCH_ATTACK`: one of them alone. */
const ONLY = process.env.BENCH_ATTACK
const STOP_WITHIN_MS = 10_000
const LOAD_EVERY_MS = 10
const platformFile = (path) => fileURLToPath(new URL(`../../../apps/platform/${path}`, import.meta.url))
const MAIN = process.env.BENCH_MAIN ?? platformFile('dist/main.js')
const ORIGIN = 'https://shop.example.com'
const OPERATOR = 'operator-of-the-bench-0123456789abcdef'

/** Of each attack its name (tenants-attack.mjs) and what the other tenant does itself meanwhile. */
const ATTACKS = [
  ['16 pictures of 50 megapixels, 150 KB each', 'pictures', 'poster'],
  ['4 models: 60 sparse accessors of 1.4 million elements, 3 KB', 'sparse', 'model'],
  ['4 models: 40 accessors over one view of 17 MB', 'views', 'model'],
  ['4 models: two million empty chunks, 16 MB', 'chunks', 'model'],
  ['4 models: 15 MB of `{}`', 'objects', 'model'],
  ['4 models: 100,000 nodes in a chain', 'chain', 'model'],
  ['4 models: four textures of 4096 to optimise', 'textures', 'model'],
  ['32 connections that change settings', 'changes', 'rename'],
  ['64 connections that are refused', 'refusals', 'rename'],
  ['64 connections that report failures', 'reports', 'rename'],
  ['64 connections that leave as soon as they have a response', 'leaving', 'rename'],
]

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const folder = mkdtempSync(join(tmpdir(), 'vectreal-bench-'))
const port = await freePort()
const url = `http://127.0.0.1:${port}`
let platform = null
try {
  await start()
  const greedy = await createTenant('greedy')
  const other = await createTenant('other')
  const own = await ownWork(other)
  const rows = []
  for (const [name, attack, work] of ATTACKS.filter(([, attack]) => !ONLY || ONLY === attack)) {
    const before = await watch(other, own[work], REST_SECONDS)
    const attacker = await startAttack(attack, greedy)
    const during = await watch(other, own[work], SECONDS)
    await attacker.terminate()
    rows.push(rowOf(name, before, during))
    // An attack goes on in the server after its clients have left.
    await stop()
    await start()
  }
  printTable({
    title: 'Another tenant’s attack',
    note: 'Median and worst of the other tenant, before and during. Its own work: a poster, a model, or a new name.',
    columns: [
      'attack',
      'loads before',
      'loads during',
      '× median',
      'own work before',
      'during',
      'not served',
    ],
    rows,
  })
} finally {
  await stop()
  rmSync(folder, { recursive: true, force: true })
}
// Sockets of aborted attacks need nobody to wait for them.
process.exit()

async function start() {
  platform = spawn(process.execPath, [MAIN, 'serve'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      DATA_DIR: folder,
      AUTH_FAILURE_LIMIT: '1000000000',
      OPERATOR_TOKEN: OPERATOR,
      SHUTDOWN_SECONDS: '1',
      LOG_LEVEL: 'error',
    },
  })
  await ready()
}

async function stop() {
  if (platform === null || platform.exitCode !== null || platform.signalCode !== null) return
  const ended = new Promise((resolve) => platform.once('exit', resolve))
  platform.kill('SIGTERM')
  const late = setTimeout(() => platform.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(late)
}

async function ready() {
  for (;;) {
    const status = await fetch(`${url}/readyz`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    if (platform.exitCode !== null) throw new Error('the platform did not start')
    await delay(100)
  }
}

async function createTenant(name) {
  const people = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, email: `${name}@example.test`, password: 'correct horse battery' }),
  })
  const cookie = people.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const send = async (method, path, body, headers = { cookie }) => {
    const isBinary = body instanceof Uint8Array
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, 'content-type': isBinary ? 'model/gltf-binary' : 'application/json' },
      ...(body !== undefined && { body: isBinary ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} responded ${response.status}: ${text}`)
    return text === '' ? {} : JSON.parse(text)
  }
  const { id: org } = await send('POST', '/api/auth/organization/create', { name, slug: name })
  const operator = { authorization: `Bearer ${OPERATOR}` }
  await send('PUT', `/api/operator/organizations/${org}/plan`, { plan: 'enterprise' }, operator)
  const base = `/api/organizations/${org}`
  const { id: project } = await send('POST', `${base}/projects`, { name: 'P', allowedDomains: [ORIGIN] })
  const scenes = []
  for (let index = 0; index < 4; index += 1) {
    const { id } = await send('POST', `${base}/projects/${project}/scenes`, { name: `S ${index}` })
    scenes.push(`${base}/projects/${project}/scenes/${id}`)
  }
  await send('PUT', `${scenes[0]}/model`, readFileSync(platformFile('models/race-car.glb')))
  await send('POST', `${scenes[0]}/publish`, {})
  const { token } = await send('POST', `${base}/api-keys`, { name: 'K', projectIds: [project] })
  const sceneId = scenes[0].split('/').at(-1)
  return { url, cookie, token, scenes, sceneId, origin: ORIGIN }
}

/** What a tenant does itself, each with the statuses that are success. */
async function ownWork(tenant) {
  const model = readFileSync(platformFile('models/sports-sedan-variants.glb'))
  const poster = await sharp({ create: { width: 640, height: 480, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  let names = 0
  return {
    poster: () => put(tenant, `${tenant.scenes[1]}/poster`, 'image/png', poster),
    model: () => put(tenant, `${tenant.scenes[1]}/model`, 'model/gltf-binary', model),
    rename() {
      names += 1
      const body = Buffer.from(JSON.stringify({ name: `N ${names}` }))
      return put(tenant, tenant.scenes[1], 'application/json', body, 'PATCH')
    },
  }
}

function put({ cookie }, path, type, body, method = 'PUT') {
  const headers = { cookie, 'content-type': type, 'content-length': body.length }
  return timed(path, { method, headers }, body)
}

/** Milliseconds; infinite where it was not served. */
function timed(path, options, body) {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const sent = request(url + path, options, (response) => {
      response.resume()
      response.once('end', () => {
        resolve(response.statusCode < 300 ? performance.now() - startedAt : Number.POSITIVE_INFINITY)
      })
      response.once('error', () => resolve(Number.POSITIVE_INFINITY))
    })
    sent.once('error', () => resolve(Number.POSITIVE_INFINITY))
    sent.end(body)
  })
}

function load({ token, sceneId }) {
  const headers = { Authorization: `Bearer ${token}`, Origin: ORIGIN }
  return timed(`/api/scenes/${sceneId}`, { agent, headers })
}

async function watch(tenant, work, seconds) {
  const until = performance.now() + seconds * 1000
  const repeat = async (run, pauseMs) => {
    const times = []
    do {
      times.push(await run())
      await delay(pauseMs)
    } while (performance.now() < until)
    return times
  }
  const [loads, works] = await Promise.all([
    repeat(() => load(tenant), LOAD_EVERY_MS),
    repeat(work, 10 * LOAD_EVERY_MS),
  ])
  return { loads, works }
}

async function startAttack(attack, tenant) {
  const worker = new Worker(new URL('tenants-attack.mjs', import.meta.url), {
    workerData: { attack, tenant },
  })
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  return worker
}

function rowOf(name, before, during) {
  const [calmly, attacked] = [summary(before.loads), summary(during.loads)]
  return [
    name,
    text(calmly),
    text(attacked),
    (attacked.median / calmly.median).toPrecision(2),
    text(summary(before.works)),
    text(summary(during.works)),
    `${attacked.failed + summary(during.works).failed} of ${during.loads.length + during.works.length}`,
  ]
}

function summary(times) {
  const served = times.filter(Number.isFinite).toSorted((a, b) => a - b)
  return {
    median: served[Math.floor((served.length - 1) / 2)] ?? Number.NaN,
    worst: served.at(-1) ?? Number.NaN,
    failed: times.length - served.length,
  }
}

function text({ median, worst }) {
  const of = (ms) =>
    Number.isNaN(ms) ? '–' : ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`
  return `${of(median)} / ${of(worst)}`
}
