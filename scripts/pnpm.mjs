/** Runs the pinned pnpm through npx, so that Node and npm are all a machine needs. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

// Under `npx -p node@24 npm test` npm's variables name what that npx has to run, and ours would run it too.
const { npm_config_package: _package, npm_config_call: _call, ...inherited } = process.env

const environment = {
  ...inherited,
  // turbo looks for pnpm on the PATH; ours is a dev dependency.
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
}

/** Runs a command at the root of the repository; resolves to its exit code. */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment, ...env },
      stdio: quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/**
 * Runs a command at the root and keeps what it prints, for whoever shows it only on failure.
 * Resolves, never rejects: a command that cannot start is a failed one.
 */
export function capture(command, args, { env = {}, timeoutMs = 600_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    const keep = (chunk) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const timer = setTimeout(() => {
      output += `\nStopped after ${timeoutMs / 1000} seconds.\n`
      child.kill('SIGKILL')
    }, timeoutMs)
    child.once('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 1, output: `${output}${error.message}\n` })
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output: signal ? `${output}Ended by ${signal}.\n` : output })
    })
  })
}

export function pnpm(...args) {
  // With NODE_ENV=production pnpm would leave out what the build needs.
  return run('npx', ['--yes', packageManager, ...args], { env: { NODE_ENV: 'development' } })
}

/** Installs exactly what the lockfile says; resolves to the exit code. */
export function installPackages() {
  return pnpm(
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    // Nobody may be there to be asked.
    '--config.confirm-modules-purge=false',
  )
}

/** Builds every package and app that has changed since the last build; resolves to the exit code. */
export function buildPackages() {
  return run(bin('turbo'), ['run', 'build', '--output-logs=errors-only'])
}

/** Asking pnpm takes seconds, also where there is nothing to do: it is not asked again for what it has installed. */
export async function install() {
  const wanted = describeInstallation()
  if (isInstalled() && readIfThere(INSTALLED) === wanted) return
  const code = await installPackages()
  if (code !== 0) fail('The packages could not be installed; see the lines above.', code)
  writeFileSync(INSTALLED, wanted)
}

/** Goes with the packages. */
const INSTALLED = join(root, 'node_modules', '.installed-by-vectreal')

/** Everything that says which packages there are to be, and the system that they are for. */
function describeInstallation() {
  const folders = ['apps', 'packages'].flatMap((area) =>
    readdirSync(join(root, area)).map((name) => join(area, name)),
  )
  const manifests = [...folders, 'packages/embed-sdk/tests/frameworks', 'examples/tests'].map((folder) =>
    join(folder, 'package.json'),
  )
  const hash = createHash('sha256').update([process.version, process.platform, process.arch].join())
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests])
    hash.update(`\0${file}\0${readIfThere(join(root, file)) ?? ''}`)
  return hash.digest('hex')
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

export async function build() {
  // turbo is silent until it is done.
  console.log('\nBuilding what has changed. The first build takes a minute or more.')
  const code = await buildPackages()
  if (code !== 0) fail('The build failed; see the lines above.', code)
}

/** The path of an installed command. */
export function bin(name) {
  return join(root, 'node_modules', '.bin', name)
}

export function isInstalled() {
  return existsSync(join(root, 'node_modules', '.modules.yaml'))
}

export function fail(message, code = 1) {
  console.error(message)
  process.exit(code)
}
