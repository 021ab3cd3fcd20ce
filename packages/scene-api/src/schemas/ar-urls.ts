/** `POST /api/scenes/:sceneId/ar`. */
import { z } from 'zod'
import { instantSchema } from './text.js'

export const arUrlsSchema = z.object({
  glbUrl: z.string().nullable().meta({ description: 'For Scene Viewer' }),
  usdzUrl: z.string().nullable().meta({ description: 'For Quick Look' }),
  expiresAt: instantSchema,
  title: z.string().meta({ description: 'Name of the scene' }),
  reason: z.string().optional().meta({ description: 'Where a URL is null: why there is no such file' }),
})
export type ArUrls = z.output<typeof arUrlsSchema>
