/** One example or generated app, outside the repository: installed from the registry, built and running. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@vectreal/test-kit'
import type { Registry } from './registry.js'
import { cleanEnvironment, runCommand } from './run-command.js'

const EXAMPLES = fileURLToPath(new URL('../../', import.meta.url))
const PNPM = fileURLToPath(new URL('../../../node_modules/.bin/pnpm', import.meta.url))
const INSTALL = ['--ignore-workspace', '--prefer-offline', '--no-lockfile', '--reporter=silent']
const POLL_MS = 100
const RESPONDS_WITHIN_MS = 60_000

export interface Example {
  readonly folder: string
  /** Runs a command of the example's own `node_modules`. */
  run(command: string, ...args: string[]): Promise<string>
  /** Starts a server; `PORT` stands for a free port among the arguments and in its environment. */
  serve(command: string, ...args: string[]): Promise<{ readonly url: string; stop(): Promise<void> }>
}

interface Project {
  readonly folder: string
  readonly registry: Registry
  readonly env: Readonly<Record<string, string>>
}

export interface ExampleOptions extends Omit<Project, 'folder'> {
  readonly name: string
  readonly into: string
  /** Other versions than those its `package.json` pins. */
  readonly versions?: Readonly<Record<string, string>>
}

/** Copies an example out of the repository and installs it. */
export async function installExample({
  name,
  into,
  versions = {},
  ...rest
}: ExampleOptions): Promise<Example> {
  const folder = await mkdtemp(join(into, `${name}-`))
  await cp(join(EXAMPLES, name), folder, { recursive: true })
  await pinVersions(join(folder, 'package.json'), versions)
  const example = openProject({ folder, ...rest })
  await example.run(PNPM, 'install', ...INSTALL)
  return example
}

/** Installs what an app's `package.json` names, and the packages that the docs tell its reader to add. */
export async function installGeneratedApp(
  project: Project,
  packages: readonly string[],
  developmentPackages: readonly string[] = [],
): Promise<Example> {
  const example = openProject(project)
  await example.run(PNPM, 'add', ...INSTALL, ...packages)
  if (developmentPackages.length > 0) await example.run(PNPM, 'add', '-D', ...INSTALL, ...developmentPackages)
  return example
}

function openProject({ folder, registry, env }: Project): Example {
  const environment = {
    ...env,
    NPM_CONFIG_USERCONFIG: registry.npmrc,
    PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`,
  }
  return {
    folder,
    run: (command, ...args) => runCommand(command, args, { cwd: folder, env: environment }),
    async serve(command, ...args) {
      const port = String(await freePort())
      const child = spawn(
        command,
        args.map((argument) => (argument === 'PORT' ? port : argument)),
        {
          cwd: folder,
          env: cleanEnvironment({ ...environment, PORT: port }),
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      let output = ''
      child.stdout.on('data', (chunk) => (output += chunk))
      child.stderr.on('data', (chunk) => (output += chunk))
      const url = `http://localhost:${port}`
      await untilItResponds(
        url,
        () => child.exitCode === null || `It ended with ${child.exitCode}.`,
        () => output,
      )
      return {
        url,
        async stop() {
          if (child.exitCode !== null) return
          child.kill('SIGTERM')
          await once(child, 'exit')
        },
      }
    },
  }
}

async function pinVersions(file: string, versions: Readonly<Record<string, string>>): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, string>>
  for (const group of ['dependencies', 'devDependencies']) {
    for (const name of Object.keys(manifest[group] ?? {})) {
      const version = versions[name]
      if (version !== undefined && manifest[group] !== undefined) manifest[group][name] = version
    }
  }
  await writeFile(file, JSON.stringify(manifest, null, 2))
}

async function untilItResponds(
  url: string,
  isAlive: () => true | string,
  output: () => string,
): Promise<void> {
  const deadline = Date.now() + RESPONDS_WITHIN_MS
  for (;;) {
    const response = await fetch(url).catch(() => null)
    await response?.body?.cancel()
    if (response !== null) return
    const alive = isAlive()
    if (alive !== true || Date.now() > deadline) {
      throw new Error(`${url} does not respond. ${alive === true ? '' : alive}\n${output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
