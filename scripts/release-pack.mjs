/**
 * `npm run release:pack -- [folder]`: the platform built for this system, with its packages and its PostgreSQL, as one
 * archive: unpack, `npm start`. It is unpacked and started once before it is handed over.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { layOut } from './lay-out.mjs'
import { build, install, root } from './pnpm.mjs'

const NAME = `vectreal-${process.platform}-${process.arch}`
const START_MS = 120_000
const POLL_MS = 20

const JOBS = ['start', 'serve', 'migrate', 'backup', 'restore', 'move-database']
const MANIFEST = {
  name: 'vectreal',
  private: true,
  license: 'AGPL-3.0-only',
  type: 'module',
  engines: { node: '>=20.19' },
  scripts: Object.fromEntries(JOBS.map((job) => [job, `node dist/main.js ${job}`])),
}

const target = resolve(process.argv[2] ?? '.')
await install()
await build()
const work = mkdtempSync(join(tmpdir(), 'vectreal-release-'))
try {
  const archive = await pack(join(work, NAME))
  const { first, second } = await tryOut(archive)
  mkdirSync(target, { recursive: true })
  const place = join(target, `${NAME}.tar.gz`)
  copyFileSync(archive, `${place}.new`)
  renameSync(`${place}.new`, place)
  console.log(`${place}: served ${first} ms after its first start, ${second} ms after its second.`)
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function pack(folder) {
  await layOut(folder, { database: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`)
  for (const file of ['LICENSE', 'README.md']) copyFileSync(join(root, file), join(folder, file))
  const archive = `${folder}.tar.gz`
  tar('-czf', archive, '-C', work, NAME)
  rmSync(folder, { recursive: true })
  return archive
}

/** Times of its first start, which makes a database, and of one that finds it. */
async function tryOut(archive) {
  const place = join(work, 'unpacked')
  mkdirSync(place)
  tar('-xzf', archive, '-C', place)
  const folder = join(place, NAME)
  const data = join(work, 'data')
  return { first: await timeStart(folder, data), second: await timeStart(folder, data) }
}

async function timeStart(folder, data) {
  const { PATH, HOME } = process.env
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    cwd: folder,
    env: { PATH, HOME, PORT: String(port), DATA_DIR: data, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null || performance.now() - begun > START_MS)
        throw new Error('The archive does not start.')
      await new Promise((done) => setTimeout(done, POLL_MS))
    }
    return Math.round(performance.now() - begun)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

function isReady(port) {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

function tar(...args) {
  const { status } = spawnSync('tar', args, { stdio: 'inherit' })
  if (status !== 0) throw new Error('The archive could not be read or written; see the lines above.')
}
