/** `vectreal scenes …`. */
import type { ItemOf } from '@vectreal/scene-api/client'
import type { Command } from 'commander'
import { connect } from '../platform/client.js'
import { findProject, listProjects } from '../platform/find.js'
import type { Terminal } from '../terminal.js'
import { formatBytes } from '../text/bytes.js'
import { plain, printTable } from '../text/table.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'
import { addScenesPoster } from './scenes-poster.js'
import { addScenesPush } from './scenes-push.js'

const SCENES = 'GET /api/organizations/{org}/projects/{project}/scenes'

export function addScenes(program: Command, terminal: Terminal): void {
  const scenes = program.command('scenes').description('3D scenes.').helpCommand(false)
  withPlatform(scenes.command('list').description('Lists the scenes of a project, or of all.'))
    .option('--project <project>', 'id or slug')
    .action(async (options: PlatformOptions & { project?: string }) => {
      const client = await connect(options, terminal.env)
      const projects =
        options.project === undefined
          ? await listProjects(client)
          : [await findProject(client, options.project)]
      const listed: ItemOf<typeof SCENES>[] = []
      for (const project of projects) {
        const params = { org: client.org, project: project.id }
        listed.push(...(await client.api.listAll(SCENES, { params })))
      }
      const slugs = new Map(projects.map(({ id, slug }) => [id, slug]))
      say(terminal, options, listed, () => {
        if (listed.length === 0) terminal.out('No scenes. Upload one with vectreal scenes push <file>.\n')
        else {
          const rows = listed.map((scene) => [
            plain(scene.name),
            scene.status,
            String(scene.version),
            scene.model === null ? 'no model' : formatBytes(scene.model.bytes),
            slugs.get(scene.projectId) ?? '',
            scene.id,
          ])
          printTable(terminal, ['NAME', 'STATUS', 'VERSION', 'MODEL', 'PROJECT', 'ID'], rows)
        }
      })
    })
  addScenesPush(scenes, terminal)
  addScenesPoster(scenes, terminal)
}
