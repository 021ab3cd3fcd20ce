import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyForRelease, type ReleaseCopy } from './src/release-copy.js'
import { startRegistry, type Registry } from './src/registry.js'
import { runCommand } from './src/run-command.js'

let folder: string
let registry: Registry
let release: ReleaseCopy

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-release-'))
  registry = await startRegistry(join(folder, 'registry'))
  release = await copyForRelease(join(folder, 'repository'))
})
afterAll(async () => {
  await registry?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('two changesets become two releases, and a consumer upgrades from one to the other', async () => {
  const consumer = join(folder, 'consumer')
  await runCommand('mkdir', ['-p', consumer], { cwd: folder })
  await writeFile(join(consumer, 'package.json'), '{ "private": true, "type": "module" }')
  const npm = (...args: string[]) =>
    runCommand('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: consumer,
      env: { NPM_CONFIG_USERCONFIG: registry.npmrc },
    })
  const installed = async () => {
    const text = await readFile(join(consumer, 'node_modules/@vectreal/auth-core/package.json'), 'utf8')
    return (JSON.parse(text) as { version: string }).version
  }

  const everything = Object.fromEntries(release.names.map((name) => [name, 'minor' as const]))
  await release.addChangeset('first', everything, 'Everything that a first release holds.')
  await release.raiseVersions()
  await release.publish(registry)
  const first = await release.readVersion('@vectreal/auth-core')
  await npm('install', '@vectreal/auth-core')
  expect(await installed()).toBe(first)

  await release.addChangeset('second', { '@vectreal/auth-core': 'patch' }, 'Refusals name the entry that was typed.')
  await release.raiseVersions()
  await release.publish(registry)
  const second = await release.readVersion('@vectreal/auth-core')
  expect(second).not.toBe(first)
  await npm('update')
  expect(await installed()).toBe(second)
  expect(await release.readChangelog('@vectreal/auth-core')).toContain('Refusals name the entry that was typed.')
  // What did not change is not published again.
  const versions = await npm('view', '@vectreal/embed-sdk', 'versions', '--json')
  expect([JSON.parse(versions)].flat()).toHaveLength(1)

  // Publishing again, as after a release that stopped halfway, changes nothing.
  await release.publish(registry)
})
