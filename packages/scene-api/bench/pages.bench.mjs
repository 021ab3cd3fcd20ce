/**
 * The dashboard's pages for an owner of a very large organization: how long after opening one its main list or figure is
 * there. Cold: a browser that was never here; warm: the same one again. `BENCH_SCALE` makes the organization larger or
 * smaller, `BENCH_ROUNDS` opens each page more or less often, `BENCH_PAGES` opens those whose name holds the text, and
 * `BENCH_PICTURES` is a folder for a picture of each.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrateDatabase } from '@vectreal/scene-api'
import { createDatabase, launchBrowser, startPlatform, startPostgres } from '@vectreal/test-kit'
import pg from 'pg'
import sharp from 'sharp'
import { printTable } from '../../../scripts/bench-table.mjs'
import { amountsOf, joinAsOwner, LARGE, seedManagement } from './management-seed.mjs'

const SCALE = Number(process.env.BENCH_SCALE ?? 1)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const ONLY = process.env.BENCH_PAGES ?? ''
const PICTURES = process.env.BENCH_PICTURES
const OPERATOR = 'operator-of-the-bench-0123456789abcdef'
const MODEL = fileURLToPath(new URL('../../../apps/platform/models/race-car.glb', import.meta.url))
const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 390, height: 844 }
/** A page that takes longer has failed. */
const READY_WITHIN_MS = 60_000

const amounts = amountsOf(SCALE)
const folder = mkdtempSync(join(tmpdir(), 'vectreal-bench-'))
const postgres = await startPostgres()
let platform = null
let browser = null
try {
  const { url: databaseUrl } = await createDatabase(postgres.url)
  await migrateDatabase(databaseUrl)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  // The end of the database, where the bench fails: what it failed at says so itself.
  pool.on('error', () => {})
  const started = performance.now()
  await seedManagement(pool, amounts)
  // A scene without a picture is drawn by the server, as soon as there is one.
  await pool.query(
    `update scenes set poster_sha256 = model_sha256, poster_width = 640, poster_height = 480, poster_placeholder = ''`,
  )
  console.log(`seeded in ${((performance.now() - started) / 1000).toFixed(0)} s`)
  platform = await startPlatform({
    mode: 'serve',
    dataDir: folder,
    env: {
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: 'a secret for the bench only, long enough',
      OPERATOR_TOKEN: OPERATOR,
      LOG_LEVEL: 'error',
    },
  })
  const cookie = await joinAsOwner(platform.url, pool)
  await giveFiles(pool, platform.url, cookie)
  browser = await launchBrowser({ args: ['--disable-gpu-compositing'] })
  const rows = []
  for (const page of pagesOf(amounts).filter(({ name }) => name.includes(ONLY))) {
    rows.push(await measure(page, { browser, url: platform.url, cookie }))
  }
  printTable({
    title: 'The dashboard’s pages at size',
    note: `Median of ${ROUNDS} each.`,
    columns: ['page', 'cold', 'warm', 'requests to the API', 'kB of them'],
    rows,
  })
  await pool.end()
} finally {
  await browser?.close()
  await platform?.stop('SIGTERM')
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

/** Every page with what makes it usable: its list or figure, not its frame. */
function pagesOf({ projects, scenes, keys }) {
  const [project, scene, key] = [projects, scenes, keys].map((amount) => Math.ceil(amount / 2))
  const table = (name) => (page) => page.getByRole('table', { name }).getByRole('row').nth(1)
  const item = (name) => (page) => page.getByRole('list', { name }).getByRole('listitem').first()
  const text = (words) => (page) => page.getByText(words).first()
  const numbers = text('The numbers')
  return [
    {
      name: 'overview',
      path: '/',
      ready: (page) => [numbers(page), text('Each with a suggested fix')(page)],
    },
    { name: 'API keys', path: '/api-keys', ready: table('API keys') },
    { name: 'an API key', path: `/api-keys/key${key}`, ready: numbers },
    {
      name: 'create an API key',
      path: '/api-keys?create=1',
      ready: (page) => page.getByRole('dialog').getByRole('checkbox').first(),
    },
    { name: 'signing keys', path: '/signing-keys', ready: table('Signing keys') },
    { name: 'a signing key', path: '/signing-keys/signing1', ready: text('Signing key 1') },
    { name: 'projects', path: '/projects', ready: (page) => page.getByRole('heading', { level: 2 }).first() },
    { name: 'a project', path: `/projects/project${project}`, ready: item('Allowed domains') },
    { name: 'scenes', path: '/scenes', ready: table('Scenes') },
    { name: 'a scene', path: `/scenes/scene${scene}`, ready: text('Version 1') },
    { name: 'blocked embeds', path: '/blocked-embeds', ready: table('Blocked embeds') },
    {
      name: 'key health',
      path: '/key-health',
      ready: (page) => page.getByRole('heading', { level: 3 }).first(),
    },
    { name: 'members', path: '/members', ready: table('Members') },
    { name: 'service tokens', path: '/service-tokens', ready: table('Service tokens') },
    { name: 'webhooks', path: '/webhooks', ready: table('Webhooks') },
    { name: 'a webhook', path: '/webhooks/webhook1', ready: text('Deliveries') },
    { name: 'audit log', path: '/audit-log', ready: item('Audit log') },
    { name: 'settings', path: '/settings', ready: text('Required for every member') },
    { name: 'plan and usage', path: '/plan', ready: numbers },
    { name: 'account', path: '/account', ready: text('This device') },
    { name: 'operator', path: '/operator', ready: text('Small 1'), operator: true },
  ]
}

async function measure({ name, path, ready, operator }, { browser, url, cookie }) {
  const [cold, warm] = [[], []]
  const seen = { requests: 0, bytes: 0 }
  for (let round = 1; round <= ROUNDS; round += 1) {
    const isLast = round === ROUNDS
    const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' })
    await context.addCookies(cookiesOf(cookie, url))
    if (operator)
      await context.addInitScript(`sessionStorage.setItem('vectreal.operator-token', '${OPERATOR}')`)
    const page = await context.newPage()
    page.setDefaultTimeout(READY_WITHIN_MS)
    const reading = isLast ? watchApi(page, seen) : []
    cold.push(await open(page, `${url}/dashboard${path}`, ready))
    if (isLast) {
      await page.waitForLoadState('networkidle')
      await Promise.all(reading)
      page.removeAllListeners('response')
      if (PICTURES !== undefined) await takePictures(page, name)
    }
    warm.push(await open(page, `${url}/dashboard${path}`, ready))
    await context.close()
  }
  return [name, median(cold), median(warm), seen.requests, (seen.bytes / 1000).toFixed(0)]
}

async function open(page, address, ready) {
  const started = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await Promise.all([ready(page)].flat().map((locator) => locator.waitFor()))
  return performance.now() - started
}

/** Counts what the page asks the API for; resolves when the bodies are read. */
function watchApi(page, seen) {
  const reading = []
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) return
    seen.requests += 1
    reading.push(
      response.body().then(
        (body) => (seen.bytes += body.length),
        // A redirect or a request that the page gave up has none.
        () => {},
      ),
    )
  })
  return reading
}

async function takePictures(page, name) {
  mkdirSync(PICTURES, { recursive: true })
  for (const [width, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ]) {
    await page.setViewportSize(viewport)
    await page.screenshot({ path: join(PICTURES, `${name.replaceAll(' ', '-')}-${width}.png`) })
  }
  await page.setViewportSize(WIDE)
}

/** Every scene gets the model and the picture of one that is uploaded: rows alone have no bytes to show. */
async function giveFiles(pool, url, cookie) {
  const base = `${url}/api/organizations/${LARGE}`
  const send = async (method, path, type, body) => {
    const response = await fetch(base + path, { method, headers: { cookie, 'content-type': type }, body })
    if (!response.ok) throw new Error(`${path} responded ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const made = await send(
    'POST',
    '/projects/project1/scenes',
    'application/json',
    JSON.stringify({ name: 'Model' }),
  )
  await send('PUT', `/scenes/${made.id}/model`, 'model/gltf-binary', readFileSync(MODEL))
  const background = { r: 0, g: 128, b: 128 }
  const poster = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .png()
    .toBuffer()
  const { model } = await send('PUT', `/scenes/${made.id}/poster`, 'image/png', poster)
  await pool.query(
    `update scenes s set model_sha256 = f.model_sha256, poster_sha256 = f.poster_sha256, poster_width = f.poster_width,
       poster_height = f.poster_height, poster_placeholder = f.poster_placeholder
     from scenes f where f.id = $1 and s.id <> f.id`,
    [made.id],
  )
  const report = {
    triangles: 1,
    vertices: 3,
    materials: 1,
    textures: 0,
    animations: 0,
    extensions: [],
    warnings: [],
  }
  await pool.query('update scene_versions set model_sha256 = $1, report = $2 where scene_id <> $3', [
    model.sha256,
    report,
    made.id,
  ])
  await pool.query('vacuum analyze')
}

function cookiesOf(cookie, url) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
  })
}

function median(times) {
  const sorted = times.toSorted((a, b) => a - b)
  return `${(sorted[Math.floor(sorted.length / 2)] / 1000).toFixed(2)} s`
}
