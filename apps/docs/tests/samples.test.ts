/// <reference lib="dom" />
/** Runs the code of the docs: in a shell and in Node against a real platform, through the compiler, in a browser. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser, startPlatform, type PlatformProcess } from '@vectreal/test-kit'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPages } from './support/pages.js'
import { findSamples, type Sample } from './support/samples.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Beside our own `node_modules`, where the packages are found. */
const compiled = fileURLToPath(new URL('../compiled-samples/', import.meta.url))
const samples = findSamples(readPages(join(root, 'docs')))
const DRAWN_WITHIN_MS = 120_000

let folder: string
let platform: PlatformProcess
let browser: Browser
/** What the samples say they expect. */
let environment: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-docs-'))
  ;[platform, browser] = await Promise.all([
    startPlatform({ mode: 'start', dataDir: join(folder, 'data') }),
    launchBrowser(),
    compile(),
  ])
  await copyFile(join(root, 'apps/platform/models/race-car.glb'), join(folder, 'race-car.glb'))
  environment = await prepare(platform)
}, 300_000)

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
  await rm(compiled, { recursive: true, force: true })
  if (folder) await rm(folder, { recursive: true, force: true })
})

test('every sample is run, compiled or opened, or says why not', () => {
  expect(samples.filter((sample) => sample.treatment === null).map(nameOf)).toEqual([])
})

describe('in a shell', () => {
  const pages = new Set(samples.filter(isShell).map((sample) => sample.page.slug))
  test.each([...pages])('%s', async (slug) => {
    const script = samples.filter((sample) => isShell(sample) && sample.page.slug === slug)
    const text = ['set -euo pipefail', ...script.map(({ code }) => code)].join('\n')
    await expect(
      run('bash', ['-c', text], { cwd: folder, env: { ...process.env, ...environment } }),
    ).resolves.toMatchObject({ stderr: '' })
  })
})

describe('in Node', () => {
  test.each(
    samples
      .filter((sample) => sample.treatment === 'run' && !isShell(sample))
      .map((sample) => [nameOf(sample), sample] as const),
  )('%s', async (_name, sample) => {
    const file =
      sample.language === 'js'
        ? await write(join(folder, sample.file ?? 'sample.mjs'), sample.code)
        : join(compiled, 'out', fileOf(sample).replace(/tsx?$/, 'js'))
    await expect(
      run(process.execPath, [file], { cwd: folder, env: { ...process.env, ...environment } }),
    ).resolves.toMatchObject({ stderr: '' })
  })
})

describe('in a browser', () => {
  test.each(
    samples
      .filter((sample) => sample.treatment === 'page')
      .map((sample) => [nameOf(sample), sample] as const),
  )('%s', async (_name, sample) => {
    const html = sample.code
      .replaceAll('https://scenes.example.com', platform.url)
      .replaceAll('YOUR_SCENE_ID', environment['SCENE_ID'] ?? '')
      .replaceAll('vctrl_YOUR_API_KEY', environment['API_KEY'] ?? '')
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(html)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const context = await browser.newContext({ viewport: { width: 640, height: 480 } })
    context.setDefaultTimeout(DRAWN_WITHIN_MS)
    const page = await context.newPage()
    await page.addInitScript(() => {
      const mark = (event: Event) => {
        if (event.target instanceof Element && event.target.localName === 'vectreal-scene') {
          document.documentElement.dataset['scene'] = event.type
        }
      }
      document.addEventListener('load', mark, true)
      document.addEventListener('error', mark, true)
    })
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`)
    const drawn = html.includes('<iframe')
      ? page.frameLocator('iframe').locator('canvas').first()
      : page.locator('html[data-scene="load"]')
    await drawn.waitFor({ state: 'attached' })
    expect(await page.locator('html[data-scene="error"]').count()).toBe(0)
    await context.close()
    server.closeAllConnections()
    server.close()
  })
})

function isShell(sample: Sample): boolean {
  return sample.language === 'sh' && sample.treatment === 'run'
}

function nameOf(sample: Sample): string {
  return `${sample.page.file}, sample ${sample.number}`
}

/** Samples of one page lie in one folder, so that one may import another. */
function fileOf(sample: Sample): string {
  return join(sample.page.slug || 'front', sample.file ?? `sample-${sample.number}.${sample.language}`)
}

async function write(file: string, text: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, text)
  return file
}

/** All typed samples in one program; what does not compile fails the whole file, with the compiler's words. */
async function compile(): Promise<void> {
  await rm(compiled, { recursive: true, force: true })
  for (const sample of samples) {
    const isTyped = sample.language === 'ts' || sample.language === 'tsx'
    // What is not run may be of a project with packages of its own.
    if (isTyped && sample.treatment !== 'no-run') await write(join(compiled, fileOf(sample)), sample.code)
  }
  await write(
    join(compiled, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.base.json',
      compilerOptions: {
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        types: ['node', 'react'],
        module: 'ESNext',
        moduleResolution: 'Bundler',
        jsx: 'react-jsx',
        rootDir: '.',
        outDir: 'out',
        declaration: false,
        declarationMap: false,
        sourceMap: false,
        inlineSources: false,
      },
      include: ['.'],
      exclude: ['out'],
    }),
  )
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', compiled]).catch((error: { stdout: string }) => {
    throw new Error(`The samples do not compile:\n${error.stdout}`)
  })
}

/** Signs in as the demo's owner and makes what the samples name. */
async function prepare({ url, demoHtmlUrl }: PlatformProcess): Promise<Record<string, string>> {
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ email: 'owner@demo.vectreal.localhost', password: 'vectreal-demo' }),
  })
  const headers = {
    Cookie: signIn.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
    'Content-Type': 'application/json',
    Origin: url,
  }
  const api = `${url}/api/organizations/demo-studio`
  const call = async (path: string, body?: unknown) => {
    const response = await fetch(`${api}${path}`, {
      headers,
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<{
      id: string
      token: string
      apiKey: { id: string }
      items: { id: string }[]
    }>
  }
  const html = await (await fetch(demoHtmlUrl)).text()
  const projectId = (await call('/projects')).items[0]?.id ?? ''
  const { token } = await call('/service-tokens', { name: 'Docs' })
  const { apiKey } = await call('/api-keys', { name: 'Docs', projectIds: [projectId] })
  return {
    VECTREAL: url,
    ORG: 'demo-studio',
    SERVICE_TOKEN: token,
    PROJECT_ID: projectId,
    KEY_ID: apiKey.id,
    SCENE_ID: /scene-id="([^"]+)"/.exec(html)?.[1] ?? '',
    API_KEY: /api-key="([^"]+)"/.exec(html)?.[1] ?? '',
  }
}
