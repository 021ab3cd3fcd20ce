/** One server of the bench, by name: our own, a bare Express 5, or the usual way to check a key. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateApiKey, generateServiceToken, hashApiKey } from '@vectreal/auth-core'
import { createFileStorage, createSceneApi, migrateDatabase } from '@vectreal/scene-api'
import { createDatabase } from '@vectreal/test-kit'
import express from 'express'
import pg from 'pg'
import { pino } from 'pino'

const MODEL_BYTES = 4 * 1024 * 1024
const KEYS = Number(process.env.BENCH_KEYS ?? 10)
const KEYS_IN_USE = Number(process.env.BENCH_KEYS_IN_USE ?? 0)
const UNKNOWN_KEYS = Number(process.env.BENCH_UNKNOWN ?? 0)
/** Node's server writes them by itself. */
const OF_THE_CONNECTION = new Set(['connection', 'date', 'keep-alive'])
const [, , kind] = process.argv

const { app, facts } = await { embed: createEmbed, bare: createBare, usual: createUsual, http: createHttp }[
  kind
]()
const server = createServer(app.listener ?? app)
process.on('message', async () => {
  globalThis.gc()
  const { user, system } = process.cpuUsage()
  const lookups = await countLookups()
  process.send({ cpuMicros: user + system, rss: process.memoryUsage.rss(), lookups })
})
// Whoever started this bench may have been stopped.
process.once('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  process.send({ ...facts, url: `http://127.0.0.1:${server.address().port}` })
})

/** As `/metrics` tells it; a server without metrics has none. */
async function countLookups() {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/metrics`)
  const text = response.ok ? await response.text() : ''
  return [...text.matchAll(/^vectreal_embed_lookups_total(?:\{[^}]*\})? (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}

async function createEmbed() {
  const { url } = await createDatabase(process.env.POSTGRES_URL)
  await migrateDatabase(url)
  const folder = mkdtempSync(join(tmpdir(), 'vectreal-bench-'))
  const storage = createFileStorage(folder)
  const app = createSceneApi({
    databaseUrl: url,
    storage,
    publicUrl: 'http://localhost:4400',
    authSecret: 'a secret for the bench only, long enough',
    logger: pino({ level: 'silent' }),
    maintenance: false,
    authFailureLimit: Number(process.env.AUTH_FAILURE_LIMIT ?? 1_000_000_000),
    keyCacheTtlMs: Number(process.env.KEY_CACHE_TTL_MS ?? 1000),
    accelRedirect: process.env.ACCEL_REDIRECT,
  })
  const facts = await fill(app.context.pool, storage, folder)
  return { app, facts: { ...facts, ...(await fetchManifest(app, facts)) } }
}

/** Rows as the management routes write them; a million of those would take hours. */
async function fill(pool, storage, folder) {
  const [org, project, scene, key] = Array.from({ length: 4 }, () => randomUUID())
  const model = randomBytes(MODEL_BYTES)
  const sha256 = createHash('sha256').update(model).digest('hex')
  const file = join(folder, 'upload')
  writeFileSync(file, model)
  await storage.put(sha256, file, { mediaType: 'model/gltf-binary' })
  const token = generateApiKey()
  await pool.query(
    `insert into organizations (id, name, slug, plan, created_at) values ($1, 'O', 'o', 'enterprise', now())`,
    [org],
  )
  await pool.query(
    `insert into projects (id, organization_id, name, slug, allowed_domains, created_at, updated_at) values ($1, $2, 'P', 'p', '{shop.example.com}', now(), now())`,
    [project, org],
  )
  await pool.query(
    `insert into blobs (sha256, bytes, media_type, touched_at) values ($1, $2, 'model/gltf-binary', now())`,
    [sha256, MODEL_BYTES],
  )
  await pool.query(
    `insert into scenes (id, organization_id, project_id, name, status, version, model_sha256, created_at, updated_at) values ($1, $2, $3, 'S', 'published', 1, $4, now(), now())`,
    [scene, org, project, sha256],
  )
  const insertKey = `insert into api_keys (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name)`
  await pool.query(`${insertKey} values ($1, $2, 'K', $3, $4, now(), 'u', 'U')`, [
    key,
    org,
    await hashApiKey(token),
    token.slice(-4),
  ])
  await pool.query('insert into api_key_projects (key_id, project_id, organization_id) values ($1, $2, $3)', [
    key,
    project,
    org,
  ])
  const tokens = Array.from({ length: KEYS_IN_USE }, () => generateApiKey())
  const hashes = await Promise.all(tokens.map((text) => hashApiKey(text)))
  await pool.query(
    `${insertKey} select 'u' || n, $1, 'K', hash, 'aaaa', now(), 'u', 'U' from unnest($2::text[]) with ordinality as t(hash, n)`,
    [org, hashes],
  )
  await pool.query(
    `insert into api_key_projects (key_id, project_id, organization_id) select 'u' || n, $1, $2 from generate_series(1, $3::int) n`,
    [project, org, KEYS_IN_USE],
  )
  // In pieces that end within the time a statement may take.
  for (let from = 1; from <= KEYS; from += 100_000) {
    await pool.query(
      `${insertKey} select 'k' || n, $1, 'K', encode(sha256(n::text::bytea), 'hex'), 'aaaa', now(), 'u', 'U' from generate_series($2::int, $3::int) n`,
      [org, from, Math.min(KEYS, from + 99_999)],
    )
  }
  await pool.query('analyze api_keys')
  const serviceToken = generateServiceToken()
  await pool.query(
    `insert into service_tokens (id, organization_id, name, token_hash, preview, created_at, created_by_id, created_by_name, expires_at)
       values ($1, $2, 'T', $3, $4, now(), 'u', 'U', now() + interval '1 day')`,
    [randomUUID(), org, createHash('sha256').update(serviceToken).digest('hex'), serviceToken.slice(-4)],
  )
  return {
    token,
    tokens,
    unknown: Array.from({ length: UNKNOWN_KEYS }, () => generateApiKey()),
    serviceToken,
    org,
    sceneId: scene,
    file: folder,
    blobPath: `${sha256.slice(0, 2)}/${sha256}`,
  }
}

async function fetchManifest(app, { token, sceneId }) {
  const probe = createServer(app.listener)
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const response = await fetch(`http://127.0.0.1:${probe.address().port}/api/scenes/${sceneId}`, {
    headers: { Authorization: `Bearer ${token}`, Origin: 'https://shop.example.com' },
  })
  const text = await response.text()
  probe.close()
  probe.closeAllConnections()
  if (!response.ok) throw new Error(`the manifest responded ${response.status}: ${text}`)
  const head = [...response.headers].filter(([name]) => !OF_THE_CONNECTION.has(name)).flat()
  return { manifest: text, manifestHead: JSON.stringify(head) }
}

/** No more than Node's own server writing the bytes that a manifest has, head and body. */
async function createHttp() {
  const body = process.env.BODY
  const head = JSON.parse(process.env.HEAD)
  const send = (_req, res) => {
    res.writeHead(200, head)
    res.end(body)
  }
  return { app: { listener: send }, facts: {} }
}

async function createBare() {
  const app = express()
  const body = process.env.BODY
  app.get('/manifest', (_req, res) => {
    res.type('json').send(body)
  })
  app.use('/files', express.static(process.env.BLOB))
  return { app, facts: {} }
}

/** What most key checks do: hash the token, select its row, write its last use, and wait for both. */
async function createUsual() {
  const { url } = await createDatabase(process.env.POSTGRES_URL)
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query('create table keys (token_hash text primary key, last_used_at timestamptz)')
  await pool.query('insert into keys values ($1, null)', [
    createHash('sha256').update(process.env.TOKEN).digest('hex'),
  ])
  const body = process.env.BODY
  const app = express()
  const load = async (req, res) => {
    const hash = createHash('sha256').update(req.get('authorization').slice(7)).digest('hex')
    const { rows } = await pool.query('select * from keys where token_hash = $1', [hash])
    await pool.query('update keys set last_used_at = now() where token_hash = $1', [hash])
    if (rows.length === 0) res.status(401).end()
    else res.type('json').send(body)
  }
  app.get('/usual', (req, res) => load(req, res))
  return { app, facts: {} }
}
