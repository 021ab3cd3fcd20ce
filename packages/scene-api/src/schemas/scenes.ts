/** Scenes, their models and posters. */
import { z } from 'zod'
import { personSchema } from './actor.js'
import { sceneSettingsPatchSchema, sceneSettingsSchema } from './scene-settings.js'
import { instantSchema, nameSchema } from './text.js'

export const MODEL_MEDIA_TYPE = 'model/gltf-binary'
/** Every picture that is uploaded is kept as this. */
export const POSTER_MEDIA_TYPE = 'image/webp'
/** The picture for link previews, made of the poster. */
export const LINK_PICTURE = { mediaType: 'image/jpeg', width: 1200, height: 630 } as const

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
    automaticOf: z.int().nullable().meta({
      description:
        'The version it was made of by itself; there is another one for the next model then. Null: somebody chose it',
    }),
    linkSha256: z
      .string()
      .nullable()
      .meta({
        description:
          'The same picture for link previews: `/posters/{sha256}` shows it while the scene is published and its poster public. ' +
          'Null: the poster is from before there were any',
      }),
  })
  .meta({ id: 'ScenePoster' })

const deliverySchema = z.enum(['optimized', 'original']).meta({
  description: 'What embeds get of a model that has an optimised file',
})

const texturesSchema = z.enum(['webp', 'ktx2']).meta({
  description:
    'What the textures of the optimised file are. `ktx2`: a larger file that takes a quarter or less of the memory on the graphics ' +
    'card, for many textures on small devices; the AR apps of phones do not read it',
})

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
    delivery: deliverySchema,
    textures: texturesSchema,
    delivered: modelSchema
      .nullable()
      .meta({ description: 'The file that embeds get: optimised, or the model itself' }),
    poster: posterSchema.nullable(),
    publishedAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
  })
  .meta({ id: 'Scene' })
/** A scene as the management API shows it. `model` and `poster` are null until they are uploaded. */
export type Scene = z.output<typeof sceneSchema>

export const posterQuerySchema = z.strictObject({
  automaticOf: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .meta({
      description:
        'The picture was made by itself, of this version: it takes the place of no poster that somebody chose, and of none of a ' +
        'newer version. Absent: somebody chose it',
    }),
})

export const posterFileQuerySchema = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .optional()
    .meta({ description: 'As the scene names its poster' }),
})

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
    delivery: deliverySchema.optional(),
    textures: texturesSchema.optional(),
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
    images: z
      .object({
        count: z.int(),
        bytes: z.int().meta({ description: 'In the file' }),
        width: z.int().meta({ description: 'Of the largest one; 0 where there is none' }),
        height: z.int(),
      })
      .optional()
      .meta({
        description:
          'The pictures that something drawn uses. Absent for models from before they were measured',
      }),
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

/** The members of the original stand at the top as well, where they stood before there were optimised files. */
const versionReportSchema = modelReportSchema
  .extend({
    original: modelReportSchema,
    delivered: modelReportSchema
      .nullable()
      .meta({ description: 'Of the optimised file; null where there is none' }),
  })
  .meta({ id: 'SceneVersionReport' })

export const sceneVersionSchema = z
  .object({
    version: z.int(),
    model: modelSchema,
    delivered: modelSchema.nullable().meta({ description: 'The optimised file; null where there is none' }),
    optimization: z
      .object({
        status: z.enum(['none', 'pending', 'optimized', 'unchanged', 'failed']).meta({
          description: 'none: nobody asked for it; unchanged: the original is better left as it is',
        }),
        detail: z.string().nullable().meta({ description: 'Why the original stays, in a sentence' }),
      })
      .meta({ id: 'SceneOptimization' }),
    report: versionReportSchema,
    createdAt: instantSchema,
    createdBy: personSchema.nullable(),
  })
  .meta({ id: 'SceneVersion' })

export const uploadedModelSchema = sceneSchema
  .extend({ report: modelReportSchema })
  .meta({ id: 'UploadedModel' })

export const modelFileQuerySchema = z.strictObject({
  file: z
    .enum(['original', 'delivered'])
    .default('original')
    .meta({ description: 'The file that was uploaded, or the one that embeds get' }),
})

const arFileSchema = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('made'), bytes: z.int() }),
    z.object({
      status: z.literal('none'),
      reason: z.string().meta({ description: 'Why there is none, in a sentence' }),
    }),
    z.object({ status: z.literal('waiting') }),
  ])
  .meta({ id: 'SceneArFile' })

export const sceneArFilesSchema = z
  .object({
    glb: arFileSchema.meta({ description: 'For Android (Scene Viewer)' }),
    usdz: arFileSchema.meta({ description: 'For iPhone and iPad (Quick Look)' }),
  })
  .meta({ id: 'SceneArFiles' })

export const waitingSchema = z
  .object({
    waiting: z.int().meta({ description: 'Versions that were handed to the optimiser by this call' }),
  })
  .meta({ id: 'WaitingVersions' })
