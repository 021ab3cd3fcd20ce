/// <reference lib="dom" />
/**
 * What a stranger gets: the packages as a release publishes them, in projects outside this repository, opened in a
 * real browser against a running platform.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createDatabase,
  launchBrowser,
  readPicture,
  startPlatform,
  startPostgres,
  type PlatformProcess,
  type TestPostgres,
} from '@vectreal/test-kit'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installExample, installGeneratedApp } from './src/example.js'
import { writeFilesOfPage } from './src/generated-app.js'
import { createNextApp, GENERATED, VITE_PREVIEW } from './src/generators.js'
import { startRegistry, type Registry } from './src/registry.js'
import { copyForRelease, type ReleaseCopy } from './src/release-copy.js'
import { runCommand } from './src/run-command.js'

const AUTH_SECRET = 'a-secret-of-the-examples-test-and-nothing-else'
const READY_WITHIN_MS = 120_000
/** The colour of the mesh in the Vite example. */
const PLINTH = [255, 0, 170] as const

let folder: string
let registry: Registry
let release: ReleaseCopy
let postgres: TestPostgres
let platform: PlatformProcess
let browser: Browser
/** The settings that every example reads. */
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-examples-'))
  postgres = await startPostgres()
  const DATABASE_URL = (await createDatabase(postgres.url)).url
  ;[registry, release, platform, browser] = await Promise.all([
    startRegistry(join(folder, 'registry')),
    copyForRelease(join(folder, 'repository')),
    startPlatform({ mode: 'start', dataDir: join(folder, 'data'), env: { DATABASE_URL, AUTH_SECRET } }),
    launchBrowser(),
  ])
  const html = await (await fetch(platform.demoHtmlUrl)).text()
  env = {
    DATABASE_URL,
    AUTH_SECRET,
    VECTREAL_URL: platform.url,
    VECTREAL_SCENE_ID: /scene-id="([^"]+)"/.exec(html)?.[1] ?? '',
    VECTREAL_API_KEY: /api-key="([^"]+)"/.exec(html)?.[1] ?? '',
  }
  const everything = Object.fromEntries(release.names.map((name) => [name, 'minor' as const]))
  await release.addChangeset('first', everything, 'Everything that a first release holds.')
  await release.raiseVersions()
  await release.publish(registry)
})

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
  await registry?.stop()
  await postgres?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const install = (name: string, versions: Readonly<Record<string, string>> = {}) =>
  installExample({ name, into: folder, registry, env, versions })

test('plain HTML with one script tag', async () => {
  const example = await install('html')
  const server = await example.serve('node', 'server.mjs')
  const { page, problems } = await openPage()
  await page.addInitScript(() => {
    document.addEventListener(
      'load',
      (event) => {
        if (event.target instanceof Element && event.target.localName === 'vectreal-scene') {
          document.documentElement.dataset['scene'] = 'loaded'
        }
      },
      true,
    )
  })
  await page.goto(server.url)
  await page.locator('html[data-scene="loaded"]').waitFor({ timeout: READY_WITHIN_MS })
  await showsModel(page.locator('vectreal-scene'))
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

/** Types and compiler of the time of the oldest peers. */
const OLD_TYPES = {
  '@types/react': '19.0.0',
  '@types/react-dom': '19.0.0',
  '@types/three': '0.180.0',
  typescript: '5.9.3',
}

test.each([
  ['the newest React, fiber and three', async () => ({})],
  ['the oldest peers that react-viewer allows', async () => ({ ...OLD_TYPES, ...(await oldestPeers()) })],
])('a Vite app with the React viewer and a mesh of its own, on %s', async (_, versions) => {
  const example = await install('vite-react', await versions())
  await example.run('tsc', '--noEmit')
  await example.run('vite', 'build')
  const server = await example.serve(...VITE_PREVIEW)
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await ready(page)
  const canvas = page.locator('canvas').first()
  await showsModel(canvas)
  await expect
    .poll(async () => (await readPicture(browser, canvas, PLINTH)).share, { timeout: READY_WITHIN_MS })
    .toBeGreaterThan(0.01)
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

test('a Next.js page, rendered on the server and hydrated without a complaint', async () => {
  const example = await install('next')
  await example.run('next', 'build')
  const server = await example.serve('next', 'start', '-p', 'PORT')
  expect(await (await fetch(server.url)).text()).toContain('A model you can turn')
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await ready(page)
  await showsModel(page.locator('canvas').first())
  // A page of server components alone, which get the package under the `react-server` condition.
  expect(await (await fetch(`${server.url}/server`)).text()).toContain('https://schema.org')
  await page.goto(`${server.url}/server`)
  await page.locator('[data-vectreal-state=ready]').waitFor({ timeout: READY_WITHIN_MS })
  await showsModel(page.locator('canvas').first())
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

test.each([
  ['with cacheComponents, as it comes', true],
  ['without', false],
])('the page about Next.js in what create-next-app makes, %s', async (_, cacheComponents) => {
  const app = join(folder, cacheComponents ? 'next-app' : 'next-app-uncached')
  await createNextApp(app, { cacheComponents })
  await writeFilesOfPage({ page: 'quick-start-next' }, app, env)
  const project = { folder: app, registry, env }
  const packages = ['@vectreal/react-viewer', '@vectreal/embed-sdk', 'three', '@react-three/fiber']
  const example = await installGeneratedApp(project, packages)
  await example.run('next', 'build')
  const server = await example.serve('next', 'start', '-p', 'PORT')
  expect(await (await fetch(server.url)).text()).toContain('A race car you can turn')
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await page.locator('[data-vectreal-state=ready]').waitFor({ timeout: READY_WITHIN_MS })
  await showsModel(page.locator('canvas').first())
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

/** How each framework builds and serves; `PORT` stands for a free one. */
const FRAMEWORKS: readonly (readonly [
  what: string,
  name: string,
  builds: readonly (readonly [string, ...string[]])[],
  serve: readonly [string, ...string[]],
])[] = [
  [
    'plain Vite with TypeScript',
    'vite',
    [
      ['tsc', '--noEmit'],
      ['vite', 'build'],
    ],
    VITE_PREVIEW,
  ],
  [
    'Vue',
    'vue',
    [
      ['vue-tsc', '--noEmit'],
      ['vite', 'build'],
    ],
    VITE_PREVIEW,
  ],
  ['SvelteKit', 'sveltekit', [['svelte-kit', 'sync'], ['svelte-check'], ['vite', 'build']], VITE_PREVIEW],
  ['Astro', 'astro', [['astro', 'build']], ['astro', 'preview', '--host', '127.0.0.1', '--port', 'PORT']],
  ['Angular', 'angular', [['ng', 'build']], ['node', 'server.mjs']],
]

test.each(FRAMEWORKS)('the element in %s', async (_what, name, builds, serve) => {
  const example = await install(name)
  for (const command of builds) await example.run(...command)
  const server = await example.serve(...serve)
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await ready(page)
  await showsModel(page.locator('vectreal-scene'))
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

test.each(GENERATED)('the page of the docs in what its generator makes: $what', async (generator) => {
  const app = join(folder, `generated-${generator.what.replaceAll(/\W+/g, '-')}`)
  await generator.generate(app)
  await writeFilesOfPage(generator, app, env)
  await generator.change?.(app)
  const { packages, developmentPackages } = generator
  const example = await installGeneratedApp({ folder: app, registry, env }, packages, developmentPackages)
  for (const command of generator.builds) await example.run(...command)
  const server = await example.serve(...generator.serve)
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await page.locator('[data-vectreal-state=ready]').waitFor({ timeout: READY_WITHIN_MS })
  await showsModel(page.locator('[data-vectreal-state=ready]'))
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

test('plain modules without a bundler', async () => {
  const example = await install('module')
  const server = await example.serve('node', 'server.mjs')
  const { page, problems } = await openPage()
  await page.goto(server.url)
  await ready(page)
  await showsModel(page.locator('canvas').first())
  expect(problems).toEqual([])
  await page.context().close()
  await server.stop()
})

test('an Express app of someone else, guarded by requireApiKey', async () => {
  const example = await install('express')
  const server = await example.serve('node', 'server.mjs')
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${server.url}/scenes/${env['VECTREAL_SCENE_ID']}/price`, { headers })
    return [response.status, await response.json()]
  }
  const Authorization = `Bearer ${env['VECTREAL_API_KEY']}`
  expect(await ask({ Authorization, Origin: 'http://localhost:5173' })).toMatchObject([
    200,
    { price: '148.00' },
  ])
  expect(await ask({ Authorization, Origin: 'https://evil.example' })).toMatchObject([
    403,
    { code: 'domain_not_allowed' },
  ])
  expect(await ask({ Origin: 'http://localhost:5173' })).toMatchObject([401, { code: 'missing_token' }])
  await server.stop()
})

test('a second release, which a consumer upgrades to, and a canary beside it', async () => {
  const consumer = join(folder, 'consumer')
  await mkdir(consumer)
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
  await npm('install', '@vectreal/auth-core')
  const first = await release.readVersion('@vectreal/auth-core')
  expect(await installed()).toBe(first)

  await release.addChangeset(
    'second',
    { '@vectreal/auth-core': 'patch' },
    'Refusals name the entry that was typed.',
  )
  await release.raiseVersions()
  await release.publish(registry)
  const second = await release.readVersion('@vectreal/auth-core')
  await npm('update')
  expect([await installed(), second === first]).toEqual([second, false])
  expect(await release.readChangelog('@vectreal/auth-core')).toContain(
    'Refusals name the entry that was typed.',
  )
  // What did not change is not published again.
  expect([JSON.parse(await npm('view', '@vectreal/embed-sdk', 'versions', '--json'))].flat()).toHaveLength(1)

  await release.addChangeset('third', { '@vectreal/auth-core': 'minor' }, 'Something to try early.')
  await release.publishCanary(registry)
  await npm('install', '@vectreal/auth-core@canary')
  expect(await installed()).toMatch(/^0\.0\.0-canary-\d+$/)
  // Who asks for no canary gets none.
  expect(JSON.parse(await npm('view', '@vectreal/auth-core', 'dist-tags', '--json'))).toMatchObject({
    latest: second,
  })
})

/** The lower end of each peer range of react-viewer, by name. */
async function oldestPeers(): Promise<Record<string, string>> {
  const file = new URL('../../packages/react-viewer/package.json', import.meta.url)
  const { peerDependencies } = JSON.parse(await readFile(file, 'utf8')) as {
    peerDependencies: Record<string, string>
  }
  return Object.fromEntries(
    Object.entries(peerDependencies).map(([name, range]) => [name, /[\d.]+/.exec(range)?.[0] ?? range]),
  )
}

async function openPage(): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width: 720, height: 540 } })
  context.setDefaultTimeout(READY_WITHIN_MS)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return { page, problems }
}

async function ready(page: Page): Promise<void> {
  await page.locator('output', { hasText: /^ready$/ }).waitFor({ timeout: READY_WITHIN_MS })
}

/** A model that is loaded is drawn within a moment. */
async function showsModel(box: Locator): Promise<void> {
  await expect.poll(() => whatIsShown(box), { timeout: READY_WITHIN_MS, interval: 500 }).toBe('a model')
}

async function whatIsShown(box: Locator): Promise<string> {
  const { colours, coverage } = await readPicture(browser, box)
  return colours > 40 && coverage > 0.05 ? 'a model' : `${colours} colours on ${coverage * 100} % of the box`
}
