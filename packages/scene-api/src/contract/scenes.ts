/** Scenes, their models, posters and versions. */
import {
  createSceneSchema,
  sceneSchema,
  sceneVersionSchema,
  updateSceneSchema,
  uploadedModelSchema,
  modelFileQuerySchema,
  POSTER_MEDIA_TYPE,
  posterFileQuerySchema,
  posterQuerySchema,
  sceneArFilesSchema,
  waitingSchema,
  MODEL_MEDIA_TYPE,
} from '../schemas/scenes.js'
import { idListSchema, listOf, listQuerySchema, searchQuerySchema } from '../schemas/list.js'
import { idSchema } from '../schemas/text.js'
import { operation } from './operation.js'

/** A scene has two addresses: within its organization, and within its project. */
const scenePaths = <const Rest extends string = ''>(rest: Rest = '' as Rest) =>
  ({
    path: `/api/organizations/{org}/projects/{project}/scenes/{scene}${rest}`,
    alias: `/api/organizations/{org}/scenes/{scene}${rest}`,
  }) as const

export const createScene = operation({
  id: 'createScene',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/scenes',
  tag: 'Scenes',
  summary: 'Create a scene',
  description: 'A draft without a model: upload one with PUT …/model, then publish.',
  permission: 'scene:write',
  body: createSceneSchema,
  success: { status: 201, description: 'The scene', schema: sceneSchema },
  errors: ['quota_exceeded'],
  idempotent: true,
})

export const deleteScene = operation({
  id: 'deleteScene',
  method: 'delete',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Delete a scene',
  description: 'With all its versions. Files that nothing else uses are removed from storage later.',
  permission: 'scene:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Deleted' },
})

export const listScenes = operation({
  id: 'listScenes',
  method: 'get',
  path: '/api/organizations/{org}/projects/{project}/scenes',
  tag: 'Scenes',
  summary: 'List the scenes of a project',
  permission: 'scene:read',
  query: searchQuerySchema,
  success: { status: 200, description: 'A page of scenes', schema: listOf(sceneSchema) },
})

export const listOrganizationScenes = operation({
  id: 'listOrganizationScenes',
  method: 'get',
  path: '/api/organizations/{org}/scenes',
  tag: 'Scenes',
  summary: 'List the scenes of an organization',
  description: 'Of all its projects, newest first.',
  permission: 'scene:read',
  query: searchQuerySchema.extend({
    ids: idListSchema.optional(),
    project: idSchema.optional().meta({ description: 'Only those of this project' }),
    status: sceneSchema.shape.status.optional().meta({ description: 'Only published ones, or only drafts' }),
  }),
  success: { status: 200, description: 'A page of scenes', schema: listOf(sceneSchema) },
})

export const listVersions = operation({
  id: 'listVersions',
  method: 'get',
  ...scenePaths('/versions'),
  tag: 'Scenes',
  summary: 'List the versions of a scene',
  description: 'Newest first.',
  permission: 'scene:read',
  query: listQuerySchema,
  success: { status: 200, description: 'A page of versions', schema: listOf(sceneVersionSchema) },
})

export const optimizeScene = operation({
  id: 'optimizeScene',
  method: 'post',
  ...scenePaths('/optimize'),
  tag: 'Scenes',
  summary: 'Optimise the model of a scene',
  description:
    'For models from before there was an optimiser, and for those that failed. The work is done in the background; ' +
    '`optimization` of the version says how far it is. New uploads need no such call.',
  permission: 'scene:write',
  success: { status: 200, description: 'Whether the version waits now', schema: waitingSchema },
})

export const optimizeScenes = operation({
  id: 'optimizeScenes',
  method: 'post',
  path: '/api/organizations/{org}/projects/{project}/optimize',
  tag: 'Scenes',
  summary: 'Optimise the models of a project',
  description:
    'For the version in use of each scene, where it came before there was an optimiser, or failed. The work is done in the ' +
    'background, in turns with that of other organizations.',
  permission: 'scene:write',
  success: { status: 200, description: 'How many versions wait now', schema: waitingSchema },
})

export const publishScene = operation({
  id: 'publishScene',
  method: 'post',
  ...scenePaths('/publish'),
  tag: 'Scenes',
  summary: 'Publish a scene',
  description: 'Keys that cover its project can load it from now on. 409 `conflict`: there is no model yet.',
  permission: 'scene:write',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  errors: ['conflict'],
})

export const readArFiles = operation({
  id: 'readArFiles',
  method: 'get',
  ...scenePaths('/ar-files'),
  tag: 'Scenes',
  summary: 'Read what phones get of a scene in AR',
  description:
    'The files for AR of the version in use, as its settings show it, or why there are none. They are made in the background; ' +
    'asking for files that nobody has made yet begins that. 409 `conflict`: there is no model yet.',
  permission: 'scene:read',
  success: { status: 200, description: 'Both files', schema: sceneArFilesSchema },
  errors: ['conflict'],
})

export const readModel = operation({
  id: 'readModel',
  method: 'get',
  ...scenePaths('/model'),
  tag: 'Scenes',
  summary: 'Download the model of a scene',
  description:
    'The GLB as it was uploaded, published or not; with `file=delivered` what embeds get. Pages that embed a scene use the ' +
    'embed routes instead.',
  permission: 'scene:read',
  query: modelFileQuerySchema,
  success: { status: 200, description: 'The GLB', mediaTypes: [MODEL_MEDIA_TYPE] },
})

export const readPoster = operation({
  id: 'readPoster',
  method: 'get',
  ...scenePaths('/poster'),
  tag: 'Scenes',
  summary: 'Download the poster of a scene',
  description:
    'The WebP, published or not. With `sha256` only that picture: such an address never changes what it shows.',
  permission: 'scene:read',
  query: posterFileQuerySchema,
  success: { status: 200, description: 'The poster', mediaTypes: [POSTER_MEDIA_TYPE] },
})

export const readScene = operation({
  id: 'readScene',
  method: 'get',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Read a scene',
  permission: 'scene:read',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
})

export const restoreVersion = operation({
  id: 'restoreVersion',
  method: 'post',
  ...scenePaths('/versions/{version}/restore'),
  tag: 'Scenes',
  summary: 'Restore a version of a scene',
  description:
    'Versions are never rewritten: the old model becomes the newest version, with its optimised file.',
  permission: 'scene:write',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
})

export const unpublishScene = operation({
  id: 'unpublishScene',
  method: 'post',
  ...scenePaths('/unpublish'),
  tag: 'Scenes',
  summary: 'Unpublish a scene',
  description: 'Once this has returned, no node delivers the scene.',
  permission: 'scene:write',
  whileSuspended: true,
  success: { status: 200, description: 'The scene', schema: sceneSchema },
})

export const updateScene = operation({
  id: 'updateScene',
  method: 'patch',
  ...scenePaths(),
  tag: 'Scenes',
  summary: 'Change a scene',
  description:
    'In `settings`, a group that is given replaces the stored one, null puts it back to its default, absent groups stay.',
  permission: 'scene:write',
  body: updateSceneSchema,
  success: { status: 200, description: 'The scene', schema: sceneSchema },
})

export const uploadModel = operation({
  id: 'uploadModel',
  method: 'put',
  ...scenePaths('/model'),
  tag: 'Scenes',
  summary: 'Upload the model of a scene',
  description:
    'A self-contained GLB (glTF 2.0 binary). It is validated before anything changes; a published scene then shows it at ' +
    'once. Every upload makes a version; an interrupted one leaves the old version in place.',
  permission: 'scene:write',
  upload: { mediaTypes: [MODEL_MEDIA_TYPE, 'application/octet-stream'], description: 'The GLB file' },
  success: { status: 200, description: 'The scene, and what validation saw', schema: uploadedModelSchema },
  errors: [
    'quota_exceeded',
    'model_too_large',
    'unsupported_media_type',
    'invalid_model',
    'rate_limited',
    'request_timeout',
  ],
})

export const uploadPoster = operation({
  id: 'uploadPoster',
  method: 'put',
  ...scenePaths('/poster'),
  tag: 'Scenes',
  summary: 'Upload the poster of a scene',
  description:
    'PNG, JPEG, WebP or AVIF, at most 20 MiB, 8192 pixels a side and 50 megapixels (AVIF: 25). Kept as WebP, without metadata.',
  permission: 'scene:write',
  query: posterQuerySchema,
  upload: {
    mediaTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/avif'],
    description: 'The image file',
  },
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  errors: [
    'quota_exceeded',
    'payload_too_large',
    'unsupported_media_type',
    'invalid_image',
    'rate_limited',
    'request_timeout',
  ],
})
