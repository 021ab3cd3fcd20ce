/** `vectreal scenes push <file or folder>`: converts, optimises, reports, uploads. */
import { stat } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { UnusableError } from '../exit-code.js'
import { type Client, connect } from '../platform/client.js'
import { findProject } from '../platform/find.js'
import { upload } from '../platform/upload.js'
import { prepareModel } from '../scenes/prepare-model.js'
import type { Terminal } from '../terminal.js'
import { formatBytes } from '../text/bytes.js'
import { createProgress } from '../text/progress.js'
import { plain } from '../text/table.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly project?: string
  readonly scene?: string
  readonly name?: string
  readonly publish?: boolean
  readonly poster?: string
  readonly optimize: boolean
  readonly ktx2?: boolean
}

const POSTER_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

export function addScenesPush(scenes: Command, terminal: Terminal): void {
  withPlatform(
    scenes
      .command('push')
      .description(
        'Uploads a model: GLB, or glTF, OBJ, FBX, STL, PLY, DAE, 3MF, USDZ as a file, a folder or a zip.',
      ),
  )
    .argument('<path>', 'a file or a folder')
    .option('--project <project>', 'id or slug; default: the only project there is')
    .option('--scene <id>', 'makes a new version of this scene instead of a new scene')
    .option(
      '--name <name>',
      'of a new scene; default: the name of the file. A scene of that name gets a new version',
    )
    .option('--publish', 'publishes it')
    .option('--poster <file>', 'a PNG, JPEG or WebP')
    .option('--ktx2', 'textures as KTX2: larger to download, a quarter of the memory on the graphics card')
    .option('--no-optimize', 'uploads it as it is')
    .action(async (given: string, options: Options) => {
      const path = resolve(terminal.cwd, given)
      if (options.ktx2 && !options.optimize)
        throw new UnusableError('--ktx2 optimises, and --no-optimize does not: give one of them.')
      const poster =
        options.poster === undefined ? null : await posterOf(resolve(terminal.cwd, options.poster))
      const client = await connect(options, terminal.env)
      const prepared = await prepareModel(path, {
        optimize: options.optimize,
        ktx2: options.ktx2 === true,
      })
      if (!options.json) for (const note of prepared.notes) terminal.err(`${plain(note)}\n`)

      const name = options.name ?? basename(path, extname(path))
      const scene =
        options.scene === undefined
          ? await findOrCreate(client, options.project, name)
          : { id: options.scene }
      const progress = createProgress(terminal, prepared.glb.byteLength, options.json === true)
      const params = { org: client.org, scene: scene.id }
      await upload(client, 'PUT /api/organizations/{org}/scenes/{scene}/model', params, {
        mediaType: 'model/gltf-binary',
        bytes: prepared.glb.byteLength,
        source: prepared.glb,
        onProgress: progress.show,
      })
      progress.end()
      if (poster !== null) {
        await upload(client, 'PUT /api/organizations/{org}/scenes/{scene}/poster', params, {
          mediaType: poster.mediaType,
          bytes: poster.bytes,
          source: poster.path,
        })
      }
      const pushed = options.publish
        ? await client.api.call('POST /api/organizations/{org}/scenes/{scene}/publish', { params })
        : await client.api.call('GET /api/organizations/{org}/scenes/{scene}', { params })
      say(terminal, options, { ...pushed, prepared: prepared.report }, () => {
        const { colors } = terminal
        terminal.out(
          `${colors.green('Pushed')} ${plain(pushed.name)}, version ${pushed.version}, ${formatBytes(prepared.glb.byteLength)}, ${pushed.status}.\nScene: ${pushed.id}\n`,
        )
      })
    })
}

/** Before anything is sent: a scene with half of what was asked for helps nobody. */
async function posterOf(path: string): Promise<{ path: string; mediaType: string; bytes: number }> {
  const mediaType = POSTER_TYPES[extname(path).toLowerCase()]
  if (mediaType === undefined) throw new UnusableError('--poster takes a PNG, JPEG or WebP.')
  const about = await stat(path).catch((error: Error) => {
    throw new UnusableError(`--poster cannot be read: ${error.message}`)
  })
  return { path, mediaType, bytes: about.size }
}

/** Pushing the same file again makes a version, not a second scene. */
async function findOrCreate(
  client: Client,
  projectName: string | undefined,
  name: string,
): Promise<{ id: string }> {
  const project = await findProject(client, projectName)
  const params = { org: client.org, project: project.id }
  const scenes = await client.api.listAll('GET /api/organizations/{org}/projects/{project}/scenes', {
    params,
  })
  const same = scenes.filter((scene) => scene.name === name)
  if (same.length > 1) {
    throw new UnusableError(
      `${project.slug} has ${same.length} scenes named ${JSON.stringify(name)}: give --scene with the id of one, ${same.map(({ id }) => id).join(' or ')}.`,
    )
  }
  if (same[0]) return same[0]
  const route = 'POST /api/organizations/{org}/projects/{project}/scenes'
  return client.api.call(route, { params, body: { name } })
}
