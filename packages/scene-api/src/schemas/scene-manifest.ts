/** What an embed gets of a scene: `GET /api/scenes/:sceneId`. */
import { z } from 'zod'
import { sceneSettingsSchema } from './scene-settings.js'
import { instantSchema } from './text.js'

const url = z.string().meta({ format: 'uri' })

export const sceneManifestSchema = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    version: z.int(),
    updatedAt: instantSchema,
    model: z.object({ url, mediaType: z.string(), bytes: z.int(), sha256: z.string() }).nullable(),
    poster: z
      .object({
        url,
        mediaType: z.string(),
        width: z.int(),
        height: z.int(),
        placeholder: z.string().meta({ description: 'A tiny data: image' }),
        link: z.object({ url, mediaType: z.string(), width: z.int(), height: z.int() }).optional().meta({
          description: 'The picture for link previews, which needs no key. Only where the poster is public',
        }),
      })
      .nullable(),
    settings: sceneSettingsSchema,
  })
  .meta({ id: 'SceneManifest' })
export type SceneManifest = z.output<typeof sceneManifestSchema>
