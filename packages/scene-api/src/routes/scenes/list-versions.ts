/** `GET …/scenes/:scene/versions`: newest first, all of them. */
import { desc, eq } from 'drizzle-orm'
import { blobs } from '../../db/blobs.js'
import { sceneVersions } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import type { ModelReport } from '../../models/validate-model.js'
import { requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { presentBlob } from '../../scenes/present-scene.js'
import { listOf } from '../../schemas/list.js'
import { sceneVersionSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const listVersions = defineOperation({
  id: 'listVersions',
  method: 'get',
  ...scenePaths('/versions'),
  tag: 'Scenes',
  summary: 'List the versions of a scene',
  permission: 'scene:read',
  success: { status: 200, description: 'Every version', schema: listOf(sceneVersionSchema) },
  async handle({ context: { db }, access, params }) {
    const { scene } = await requireScene(db, sceneAddress(access.organization.id, params))
    const rows = await db
      .select({ version: sceneVersions, blob: blobs })
      .from(sceneVersions)
      .innerJoin(blobs, eq(blobs.sha256, sceneVersions.modelSha256))
      .where(eq(sceneVersions.sceneId, scene.id))
      .orderBy(desc(sceneVersions.version))
    const items = rows.map(({ version, blob }) => ({
      version: version.version,
      model: presentBlob(blob),
      report: version.report as ModelReport,
      createdAt: version.createdAt.toISOString(),
      createdBy:
        version.createdById === null
          ? null
          : { id: version.createdById, name: version.createdByName ?? '', email: version.createdByEmail },
    }))
    return { items, nextCursor: null }
  },
})
