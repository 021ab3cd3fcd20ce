/** `GET …/scenes/:scene/versions`: newest first, all of them. */
import { desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { blobs } from '../../db/blobs.js'
import { sceneVersions } from '../../db/scenes.js'
import type { ModelReport } from '../../domain/models/validate-model.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { presentBlob } from '../../domain/scenes/present-scene.js'

const delivered = alias(blobs, 'delivered')

export const listVersions = route({
  operation: contract.listVersions,
  async handle({ context: { db }, access, params }) {
    const { scene } = await requireScene(db, sceneAddress(access.organization.id, params))
    const rows = await db
      .select({ version: sceneVersions, blob: blobs, delivered })
      .from(sceneVersions)
      .innerJoin(blobs, eq(blobs.sha256, sceneVersions.modelSha256))
      .leftJoin(delivered, eq(delivered.sha256, sceneVersions.deliveredSha256))
      .where(eq(sceneVersions.sceneId, scene.id))
      .orderBy(desc(sceneVersions.version))
    const items = rows.map(({ version, blob, delivered }) => ({
      version: version.version,
      model: presentBlob(blob),
      delivered: delivered && presentBlob(delivered),
      optimization: { status: version.optimization, detail: version.optimizationDetail },
      report: {
        ...(version.report as ModelReport),
        original: version.report as ModelReport,
        delivered: version.deliveredReport as ModelReport | null,
      },
      createdAt: version.createdAt.toISOString(),
      createdBy:
        version.createdById === null
          ? null
          : { id: version.createdById, name: version.createdByName ?? '', email: version.createdByEmail },
    }))
    return { items, nextCursor: null }
  },
})
