/**
 * `npm run dev`: the platform with its demo, in watch mode. What an edit changes is built again; where the server runs it,
 * the server starts anew; the dashboard has a dev server of its own that swaps modules in the page.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { bin, build, install, root } from './pnpm.mjs'

/** Ends of one save: compilers write many files. */
const QUIET_MS = 300
const STOP_MS = 15_000
/** What the server process runs or reads at start. */
const SERVER_FOLDERS = [
  'packages/auth-core/dist',
  'packages/scene-format/dist',
  'packages/scene-api/dist',
  'packages/scene-api/drizzle',
  'packages/embed-sdk/dist',
  'apps/platform/dist',
  'apps/demo-html/dist',
  'apps/demo-react/dist',
  'apps/docs/dist',
]

const port = Number(process.env.PORT ?? 4400)
const platformUrl = `http://localhost:${port}`
const dashboardPort = port + 3

await install()
await build()

let isStopping = false
const children = new Set()

function start(name, command, args, { cwd = root, env = {} } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  children.add(child)
  child.once('exit', (code) => {
    children.delete(child)
    if (!isStopping && code !== 0) console.error(`${name} ended with code ${code}.`)
  })
  return child
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

const startPlatform = () => start('The platform', process.execPath, ['apps/platform/dist/main.js', 'start'])

let platform = startPlatform()
let restarting = Promise.resolve()
let timer
function restartSoon() {
  clearTimeout(timer)
  timer = setTimeout(() => {
    restarting = restartAfter(restarting)
  }, QUIET_MS)
}

/** One at a time: the data folder belongs to one process. */
async function restartAfter(earlier) {
  await earlier
  if (isStopping) return
  console.log('Something the server runs has changed: it starts anew.')
  await stop(platform)
  if (!isStopping) platform = startPlatform()
}
for (const folder of SERVER_FOLDERS.map((name) => join(root, name)).filter(existsSync)) {
  watch(folder, { recursive: true }, restartSoon)
}

/** All but the dashboard, which has its own dev server, and `--only` keeps others from building it on the way. */
const WATCHED = [
  'watch',
  'build',
  '--only',
  '--filter=!@vectreal/dashboard',
  '--filter=!@vectreal/example-tests',
  '--output-logs=errors-only',
]
const QUIET_TURBO = { env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' } }
start('The build', bin('turbo'), WATCHED, QUIET_TURBO)

/** turbo watches the folders of packages; the text of the docs is in none. */
let docsTimer
let docsBuild = Promise.resolve()
watch(join(root, 'docs'), { recursive: true }, () => {
  clearTimeout(docsTimer)
  docsTimer = setTimeout(() => {
    docsBuild = docsBuild.then(buildDocs)
  }, QUIET_MS)
})
async function buildDocs() {
  if (isStopping) return
  const build = ['run', 'build', '--only', '--filter=@vectreal/docs', '--output-logs=errors-only']
  await once(start('The build of the docs', bin('turbo'), build, QUIET_TURBO), 'exit')
}
start(
  'The dashboard',
  process.execPath,
  [
    join(root, 'apps/dashboard/node_modules/vite/bin/vite.js'),
    '--port',
    String(dashboardPort),
    '--strictPort',
  ],
  {
    cwd: join(root, 'apps/dashboard'),
    env: { VECTREAL_API: platformUrl },
  },
)
console.log(`Dashboard with hot reload: http://localhost:${dashboardPort}/dashboard/`)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (isStopping) return
    isStopping = true
    clearTimeout(timer)
    clearTimeout(docsTimer)
    await Promise.all([...children].map(stop))
    process.exit(0)
  })
}
