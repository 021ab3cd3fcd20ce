/** `vectreal scenes poster <scene>`: draws a scene and makes the picture its poster. */
import type { Command } from 'commander'
import { connect } from '../platform/client.js'
import { upload } from '../platform/upload.js'
import type { Terminal } from '../terminal.js'
import { plain } from '../text/table.js'
import { type PlatformOptions, say, withPlatform } from './platform-options.js'

interface Options extends PlatformOptions {
  readonly browser?: string
}

export function addScenesPoster(scenes: Command, terminal: Terminal): void {
  withPlatform(
    scenes
      .command('poster')
      .description(
        'Draws a scene with a Chromium of this machine, for its poster. A picture that somebody chose stays.',
      ),
  )
    .argument('<scene>', 'its id')
    .option('--browser <path>', 'a Chromium or Chrome; default: the first that PATH leads to')
    .action(async (id: string, options: Options) => {
      // What starts browsers takes time to load: only who draws waits for it.
      const { drawScene, requireBrowser } = await import('../scenes/draw-scene.js')
      const browser = requireBrowser(options.browser, terminal.env.PATH)
      const client = await connect(options, terminal.env)
      const params = { org: client.org, scene: id }
      const scene = await client.api.call('GET /api/organizations/{org}/scenes/{scene}', { params })
      const picture = await drawScene(client, scene, browser)
      const changed = await upload(client, 'PUT /api/organizations/{org}/scenes/{scene}/poster', params, {
        mediaType: 'image/png',
        bytes: picture.length,
        source: picture,
        query: { automaticOf: scene.version },
      })
      say(terminal, options, changed, () => {
        const isNew = changed.poster?.automaticOf === scene.version
        terminal.out(
          isNew
            ? `${plain(scene.name)}, version ${scene.version}, has a new poster.\n`
            : `${plain(scene.name)} keeps the poster that somebody chose.\n`,
        )
      })
    })
}
