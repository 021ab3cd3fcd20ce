/** Posters that make themselves, over HTTP: of the model, until somebody chooses another view. */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '@vectreal/test-kit'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DRAWING_WALL_MS } from '../src/work/drawing-pool.js'
import { createDraft, createProject, readScene, uploadModel } from './support/organization.js'
import { type Person, startPlatform, type TestPlatform } from './support/platform.js'

const EMBED_FILES = fileURLToPath(new URL('../../embed-sdk/dist/embed/', import.meta.url))
const FIXTURES = new URL('../../viewer-core/fixtures/', import.meta.url)
/** A software GPU on a busy machine takes its time: two pictures, each as long as the worker may take, and the rest. */
const DRAWN_WITHIN_MS = 2 * DRAWING_WALL_MS + 60_000
/** As long as the dashboard has for it. */
const GRACE_MS = 31_000

let folder: string
let platform: TestPlatform
let owner: Person
let org: string
let project: string

/** Of a path to a socket, by `sockaddr_un`. */
const SOCKET_PATH_MAX = 107
const SOCKET = '/org.chromium.Chromium.123456/SingletonSocket'

/** A browser as a system has it, which needs no variables and keeps a socket below `TMPDIR`. */
async function installBrowser(): Promise<string> {
  const { executablePath, env } = await findChromium()
  const variables = Object.entries(env).map(([name, value]) => `${name}='${value}' `)
  const path = join(folder, 'chromium')
  const fits = `[ \${#TMPDIR} -le ${SOCKET_PATH_MAX - SOCKET.length} ] || exit 1`
  await writeFile(path, `#!/bin/sh\n${fits}\n${variables.join('')}exec ${executablePath} "$@"\n`)
  await chmod(path, 0o755)
  return path
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectreal-posters-'))
  platform = await startPlatform({
    maintenance: true,
    modelOptimizers: 0,
    embedFiles: EMBED_FILES,
    uploadFolder: join(folder, 'as-deep-as-the-folders-of-servers-often-are', 'uploads'),
    posterBrowser: await installBrowser(),
  })
  owner = await platform.signUp()
  org = await platform.createOrganization(owner, 'enterprise')
  project = await createProject(owner, org)
})
afterAll(async () => {
  await platform?.close()
  await rm(folder, { recursive: true, force: true })
})

async function createScene() {
  const id = await createDraft(owner, org, project, { settings: { environment: { preset: 'none' } } })
  return {
    upload: async (model: string) =>
      uploadModel(owner, org, id, new Uint8Array(await readFile(new URL(model, FIXTURES)))),
    choose: async (red: number, automaticOf?: number) => {
      const background = { r: red, g: 0, b: 0 }
      const picture = sharp({ create: { width: 8, height: 8, channels: 3, background } })
      const { poster } = await owner.api.call('PUT /api/organizations/{org}/scenes/{scene}/poster', {
        params: { org, scene: id },
        query: { automaticOf },
        upload: new Uint8Array(await picture.png().toBuffer()),
        mediaType: 'image/png',
      })
      return poster
    },
    path: `/api/organizations/${org}/scenes/${id}/poster`,
    poster: async () => (await readScene(owner, org, id)).poster,
  }
}

async function draw(): Promise<void> {
  platform.clock.advance(GRACE_MS)
  await platform.app.drawWaiting()
}

test(
  'a program that uploads a model gets a picture of it, and one of the next, until somebody chooses a view',
  async () => {
    const scene = await createScene()
    await scene.upload('race-car.glb')
    await platform.app.drawWaiting()
    expect(await scene.poster()).toBeNull()
    await draw()
    const first = await scene.poster()
    expect(first).toMatchObject({ width: 1600, height: 1200, mediaType: 'image/webp', automaticOf: 1 })
    expect(first?.linkSha256).toMatch(/^[0-9a-f]{64}$/)
    const blob = await platform.app.context.storage.open(first?.sha256 ?? '')
    const { channels } = await sharp(Buffer.concat(await blob.toArray())).stats()
    // The car fills a good part of it; around it is nothing.
    expect(channels[3]!.mean / 255).toBeGreaterThan(0.3)
    expect(channels[3]!.mean / 255).toBeLessThan(0.9)

    await scene.upload('sports-sedan-variants.glb')
    await draw()
    const second = await scene.poster()
    expect(second).toMatchObject({ automaticOf: 2 })
    expect(second?.sha256).not.toBe(first?.sha256)

    const chosen = await scene.choose(200)
    expect(chosen).toMatchObject({ width: 8, automaticOf: null })
    await scene.upload('race-car.glb')
    await draw()
    expect(await scene.poster()).toEqual(chosen)
  },
  DRAWN_WITHIN_MS,
)

test(
  'a picture that a dashboard made by itself changes none that somebody chose, and none of a newer model',
  async () => {
    const scene = await createScene()
    await scene.upload('race-car.glb')
    const own = await scene.choose(10, 1)
    expect(own).toMatchObject({ automaticOf: 1 })
    await scene.upload('race-car.glb')
    expect(await scene.choose(20, 1)).toEqual(own)
    const next = await scene.choose(20, 2)
    expect(next).toMatchObject({ automaticOf: 2 })
    const chosen = await scene.choose(30)
    expect(await scene.choose(40, 2)).toEqual(chosen)
    const read = await owner.get(`${scene.path}?sha256=${chosen?.sha256}`)
    expect([read.status, read.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(read.headers.get('etag')).toBe(`"${chosen?.sha256}"`)
    expect((await owner.get(`${scene.path}?sha256=${own?.sha256}`)).status).toBe(404)
    expect(
      (await owner.put(`${scene.path}?automaticOf=first`, 'x', { 'content-type': 'image/png' })).status,
    ).toBe(400)
  },
  DRAWN_WITHIN_MS,
)

test(
  'a model that cannot be drawn is left alone after two attempts',
  async () => {
    const scene = await createScene()
    await scene.upload('race-car.glb')
    await rm(join(folder, 'chromium'))
    await draw()
    await draw()
    await installBrowser()
    await draw()
    expect(await scene.poster()).toBeNull()
  },
  DRAWN_WITHIN_MS,
)
