/** What the check of a pull request asks for, tried with git and the repository's own changesets configuration. */
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './src/run-command.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FOR_A_PATCH = "---\n'@vectreal/auth-core': patch\n---\n\nRefusals name the entry that was typed.\n"
const EMPTY = '---\n---\n'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-pull-request-'))
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset/config.json']) {
    await cp(join(ROOT, file), join(folder, file))
  }
  for (const group of ['apps', 'packages']) {
    for (const name of await readdir(join(ROOT, group))) {
      const manifest = join(group, name, 'package.json')
      if (existsSync(join(ROOT, manifest))) await cp(join(ROOT, manifest), join(folder, manifest))
    }
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  await write({ '.gitignore': 'node_modules\n', '.changeset/of-someone-else.md': FOR_A_PATCH })
  await git('init', '--quiet', '--initial-branch', 'main')
  await commit('main')
})

afterAll(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

const source = { 'packages/auth-core/src/new-rule.ts': 'export const rule = 1\n' }

test.each([
  ['a change of a package with a changeset', { ...source, '.changeset/mine.md': FOR_A_PATCH }],
  ['a change that says nobody notices it', { ...source, '.changeset/mine.md': EMPTY }],
  ['tests of a package', { 'packages/auth-core/src/key.test.ts': '', 'packages/auth-core/tests/a.ts': '' }],
  ['what a package is measured with', { 'packages/scene-api/bench/embed.bench.ts': '' }],
  ['a private package and an app', { 'packages/test-kit/src/a.ts': '', 'apps/dashboard/src/a.ts': '' }],
  ['docs', { 'docs/concepts.md': '# Concepts\n' }],
])('lets pass: %s', async (_, files) => {
  expect(await checkOf(files)).toBe('passes')
})

test.each([
  ['a change of a package', source],
  ['a migration', { 'packages/scene-api/drizzle/0099_more.sql': 'select 1;\n' }],
  [
    'the manifest of a package',
    { 'packages/auth-core/package.json': '{ "name": "@vectreal/auth-core", "version": "0.0.1" }' },
  ],
])('asks for a changeset: %s', async (_, files) => {
  expect(await checkOf(files)).toMatch(/no changesets were found\. Run `changeset add`/)
})

test('a changeset of someone else that is taken away is not one of the change', async () => {
  expect(await checkOf(source, ['.changeset/of-someone-else.md'])).toMatch(/no changesets were found/)
})

/** `passes`, or what the check prints, for a branch that changes `files` and removes `removed`. */
async function checkOf(files: Readonly<Record<string, string>>, removed: readonly string[] = []) {
  await git('checkout', '--quiet', '-B', 'change', 'main')
  await write(files)
  for (const file of removed) await rm(join(folder, file))
  await commit('change')
  return runCommand('node_modules/.bin/changeset', ['status', '--since=main'], { cwd: folder }).then(
    () => 'passes',
    (error: Error) => error.message,
  )
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
}

async function commit(message: string): Promise<void> {
  await git('add', '--all')
  await git('-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', message)
}

function git(...args: string[]): Promise<string> {
  return runCommand('git', args, { cwd: folder })
}
