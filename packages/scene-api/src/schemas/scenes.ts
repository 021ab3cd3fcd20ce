/** Scenes, their models and posters. */
import { z } from 'zod'
import { personSchema } from './actor.js'
import { sceneSettingsPatchSchema, sceneSettingsSchema } from './scene-settings.js'
import { instantSchema, nameSchema } from './text.js'

const modelSchema = z
  .object({ sha256: z.string(), bytes: z.int(), mediaType: z.string() })
  .meta({ id: 'SceneModel' })

const posterSchema = z
  .object({
    sha256: z.string(),
    bytes: z.int(),
    mediaType: z.string(),
    width: z.int(),
    height: z.int(),
    placeholder: z.string().meta({ description: 'A tiny data: image' }),
  })
  .meta({ id: 'ScenePoster' })

export const sceneSchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    projectId: z.string(),
    name: z.string(),
    status: z.enum(['draft', 'published']),
    version: z.int().meta({ description: 'Counts uploaded models; 0 before the first' }),
    settings: sceneSettingsSchema,
    publicPoster: z.boolean(),
    model: modelSchema.nullable(),
    poster: posterSchema.nullable(),
    publishedAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Scene' })
/** A scene as the management API shows it. `model` and `poster` are null until they are uploaded. */
export type Scene = z.output<typeof sceneSchema>

export const createSceneSchema = z
  .strictObject({
    name: nameSchema,
    settings: sceneSettingsPatchSchema.optional(),
    publicPoster: z.boolean().default(false),
  })
  .meta({ id: 'CreateScene' })

export const updateSceneSchema = z
  .strictObject({
    name: nameSchema.optional(),
    settings: sceneSettingsPatchSchema.optional(),
    publicPoster: z.boolean().optional(),
  })
  .meta({ id: 'UpdateScene' })

export const modelFlawSchema = z
  .object({
    path: z
      .string()
      .meta({ description: 'The place with dots, such as images.0.uri; empty: the whole file' }),
    pointer: z
      .string()
      .optional()
      .meta({ description: 'The place as a JSON pointer (RFC 6901) into the glTF' }),
    message: z.string(),
  })
  .meta({ id: 'ModelFlaw' })

export const modelReportSchema = z
  .object({
    bytes: z
      .int()
      .optional()
      .meta({ description: 'Of the file. Absent for models from before it was counted' }),
    gpuBytes: z
      .int()
      .optional()
      .meta({ description: 'About what it takes on a graphics card. Absent as `bytes`' }),
    warnings: z.array(modelFlawSchema).meta({
      description: 'What the viewer puts right, leaves out or shows differently from what the file says',
    }),
    triangles: z.int(),
    vertices: z.int(),
    materials: z.int(),
    textures: z.int(),
    animations: z.int(),
    extensions: z.array(z.string()),
  })
  .meta({ id: 'ModelReport' })

export const sceneVersionSchema = z
  .object({
    version: z.int(),
    model: modelSchema,
    report: modelReportSchema,
    createdAt: instantSchema,
    createdBy: personSchema.nullable(),
  })
  .meta({ id: 'SceneVersion' })

export const uploadedModelSchema = sceneSchema
  .extend({ report: modelReportSchema })
  .meta({ id: 'UploadedModel' })
