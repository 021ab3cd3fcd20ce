/** A copy of what a release works on, so that versions can be raised and published without touching the checkout. */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.js'
import type { Registry } from './registry.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const ROOT_FILES = [
  'package.json',
  '.pnpmfile.cjs',
  'pnpm-workspace.yaml',
  'pnpm-lock.yaml',
  'LICENSE',
  'scripts',
  '.changeset',
]
const PACKAGE_FILES = ['package.json', 'dist', 'README.md', 'LICENSE', 'CHANGELOG.md', 'node_modules']

export interface ReleaseCopy {
  /** As `npm run changeset` would write it. */
  addChangeset(
    name: string,
    bumps: Readonly<Record<string, 'major' | 'minor' | 'patch'>>,
    text: string,
  ): Promise<void>
  /** `changeset version`. */
  raiseVersions(): Promise<void>
  /** `npm run release` without building again. */
  publish(registry: Registry): Promise<void>
  /** `npm run release -- --canary` without building again. */
  publishCanary(registry: Registry): Promise<void>
  readVersion(packageName: string): Promise<string>
  readChangelog(packageName: string): Promise<string>
  /** The published packages' names. */
  readonly names: readonly string[]
}

export async function copyForRelease(folder: string): Promise<ReleaseCopy> {
  await mkdir(join(folder, 'packages'), { recursive: true })
  for (const file of ROOT_FILES) await cp(join(ROOT, file), join(folder, file), { recursive: true })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const names: string[] = []
  for (const name of await readdir(join(ROOT, 'packages'))) {
    if (!existsSync(join(ROOT, 'packages', name, 'package.json'))) continue
    await mkdir(join(folder, 'packages', name))
    for (const file of PACKAGE_FILES) {
      const from = join(ROOT, 'packages', name, file)
      // The links of node_modules are relative: in the copy they point at the copies.
      const to = join(folder, 'packages', name, file)
      if (existsSync(from)) await cp(from, to, { recursive: true, verbatimSymlinks: true })
    }
    const manifest = await readManifest(folder, name)
    if (!manifest.private) names.push(manifest.name)
  }
  const environment = { PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` }
  const runRelease = async (registry: Registry, ...options: string[]) => {
    await runCommand(
      process.execPath,
      ['scripts/release.mjs', '--built', '--registry', registry.url, ...options],
      { cwd: folder, env: { ...environment, NPM_CONFIG_USERCONFIG: registry.npmrc } },
    )
  }
  return {
    names,
    async addChangeset(name, bumps, text) {
      const lines = Object.entries(bumps).map(([packageName, bump]) => `'${packageName}': ${bump}`)
      await writeFile(join(folder, '.changeset', `${name}.md`), `---\n${lines.join('\n')}\n---\n\n${text}\n`)
    },
    async raiseVersions() {
      await runCommand(join(ROOT, 'node_modules/.bin/changeset'), ['version'], {
        cwd: folder,
        env: environment,
      })
    },
    publish: (registry) => runRelease(registry),
    publishCanary: (registry) => runRelease(registry, '--canary'),
    readVersion: async (packageName) => (await readManifest(folder, shortName(packageName))).version,
    readChangelog: (packageName) =>
      readFile(join(folder, 'packages', shortName(packageName), 'CHANGELOG.md'), 'utf8'),
  }
}

async function readManifest(folder: string, name: string) {
  const text = await readFile(join(folder, 'packages', name, 'package.json'), 'utf8')
  return JSON.parse(text) as { name: string; version: string; private?: boolean }
}

function shortName(packageName: string): string {
  return packageName.split('/')[1] ?? packageName
}
