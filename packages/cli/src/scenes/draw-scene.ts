/** Draws a scene as its embeds show it, with a Chromium of this machine and the viewer of the platform. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { managementPath, readManagementError, type ResultOf } from '@vectreal/scene-api/client'
import { drawModel, findChromium, isExecutable, type ServedFile } from '@vectreal/scene-api/drawing'
import { UnusableError } from '../exit-code.js'
import { type Client, fetchOnce } from '../platform/client.js'

type Scene = ResultOf<'GET /api/organizations/{org}/scenes/{scene}'>

/** @throws UnusableError where there is none, with what to do */
export function requireBrowser(named: string | undefined, path: string | undefined): string {
  if (named !== undefined && !isExecutable(named))
    throw new UnusableError(`--browser must be the path of a Chromium that you may run; it is "${named}".`)
  const browser = named ?? findChromium(path)
  if (browser !== null) return browser
  throw new UnusableError(
    'There is no Chromium or Chrome on this machine: install one, or name it with --browser. The dashboard makes the picture, too, when somebody opens the scene there.',
  )
}

/** Resolves to a PNG of 1600 × 1200 pixels. */
export async function drawScene(client: Client, scene: Scene, browser: string): Promise<Buffer> {
  if (scene.model === null) throw new UnusableError('The scene has no model yet: push one first.')
  const home = await mkdtemp(join(tmpdir(), 'vectreal-poster-'))
  try {
    const model = join(home, 'model.glb')
    const glb = await download(client, modelUrl(client, scene))
    await writeFile(model, glb)
    return await drawModel({
      browser,
      home,
      model,
      manifest: manifestOf(scene, glb),
      embedFile: (path) => fetchEmbedFile(client, path),
    })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function modelUrl({ platform, org }: Client, { id }: Scene): string {
  const route = 'GET /api/organizations/{org}/scenes/{scene}/model'
  return platform + managementPath(route, { params: { org, scene: id }, query: { file: 'delivered' } })
}

/** What the viewer asks for before the model, which it checks by its hash. */
function manifestOf({ id, projectId, name, version, settings }: Scene, glb: Buffer) {
  const model = {
    url: `/api/scenes/${id}/model`,
    mediaType: 'model/gltf-binary',
    bytes: glb.length,
    sha256: createHash('sha256').update(glb).digest('hex'),
  }
  return { id, projectId, name, version, updatedAt: new Date(0).toISOString(), model, poster: null, settings }
}

async function download({ headers }: Client, url: string): Promise<Buffer> {
  const response = await fetchOnce(url, { headers })
  if (!response.ok) throw await readManagementError(response)
  return Buffer.from(await response.arrayBuffer())
}

/** Public files: no credentials go with the request. */
async function fetchEmbedFile({ platform }: Client, path: string): Promise<ServedFile> {
  const response = await fetchOnce(`${platform}/embed${path}`, {})
  if (!response.ok) throw new UnusableError(`${platform} does not serve its viewer (/embed${path}).`)
  return {
    body: Buffer.from(await response.arrayBuffer()),
    contentType: response.headers.get('content-type') ?? 'application/octet-stream',
  }
}
