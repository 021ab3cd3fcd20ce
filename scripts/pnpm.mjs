/** Runs the pinned pnpm through npx, so that Node and npm are all a machine needs. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const environment = {
  ...process.env,
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

export function pnpm(...args) {
  return run('npx', ['--yes', packageManager, ...args])
}

/** Installs exactly what the lockfile says. */
export async function install() {
  const code = await pnpm('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only')
  if (code !== 0) fail('The packages could not be installed; see the lines above.', code)
}

/** Builds every package and app that has changed since the last build. */
export async function build() {
  const code = await run(bin('turbo'), ['run', 'build', '--output-logs=errors-only'])
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
