/** Makes the poster of a scene: its model, drawn by the platform's own viewer in a headless browser. */
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../../context.js'
import { resolveSceneSettings } from '../../schemas/scene-settings.js'
import { MODEL_MEDIA_TYPE } from '../../schemas/scenes.js'
import { SYSTEM } from '../audit/actor.js'
import { setPoster } from '../scenes/set-poster.js'
import { storePoster } from '../scenes/store-poster.js'
import type { ClaimedPoster } from './claim-poster.js'

/** Rejects where the picture did not come about, and with the reason of `signal`. */
export async function drawPoster(
  context: Context,
  claimed: ClaimedPoster,
  { browser, embedFiles }: { readonly browser: string; readonly embedFiles: string },
  signal: AbortSignal,
): Promise<void> {
  const { settings, storage, work } = context
  const { organizationId, sceneId, sha256 } = claimed
  // Removed by whoever cleans up after uploads, where this process dies.
  const folder = join(settings.uploadFolder, `${randomUUID()}.upload`)
  await mkdir(folder, { recursive: true })
  // Not below the data folder: the browser keeps a socket there, and the path of a socket must be short.
  const home = await mkdtemp(join(tmpdir(), 'vectreal-'))
  const [model, job, drawn] = ['model', 'job', 'drawn'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  try {
    await pipeline(await storage.open(sha256, { signal }), createWriteStream(model, { mode: 0o600 }), {
      signal,
    })
    const manifest = manifestOf(claimed)
    await writeFile(job, JSON.stringify({ browser, home, embedFiles, model, manifest, target: drawn }))
    const outcome = await work.drawings.run(organizationId, signal, [job])
    if (outcome.kind === 'over_limit') throw new Error('drawing the model takes too much time or memory')
    const poster = await storePoster(context, {
      organizationId,
      signal,
      source: drawn,
      settings: claimed.settings,
    })
    const address = { organizationId, sceneId }
    await setPoster(context, address, { ...poster, automaticOf: claimed.version, actor: SYSTEM })
    await context.afterAccessChange({ kind: 'scene', id: sceneId })
  } finally {
    await Promise.all([folder, home].map((path) => rm(path, { recursive: true, force: true })))
  }
}

/** What the viewer asks for before the model. */
function manifestOf({ sceneId, projectId, name, version, sha256, bytes, settings }: ClaimedPoster): object {
  return {
    id: sceneId,
    projectId,
    name,
    version,
    updatedAt: new Date(0).toISOString(),
    model: { url: `/api/scenes/${sceneId}/model`, mediaType: MODEL_MEDIA_TYPE, bytes, sha256 },
    poster: null,
    settings: resolveSceneSettings(settings),
  }
}
