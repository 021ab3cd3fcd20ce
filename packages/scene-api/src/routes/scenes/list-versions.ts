/** `GET …/scenes/:scene/versions`: newest first. */
import { and, desc, eq, lt } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'
import { blobs } from '../../db/blobs.js'
import { sceneVersions } from '../../db/scenes.js'
import { decodeCursor, notOfThisList, toPage } from '../../domain/cursor.js'
import type { ModelReport } from '../../domain/models/validate-model.js'
import { requireScene, sceneAddress } from '../../domain/scenes/find-scene.js'
import { presentBlob } from '../../domain/scenes/present-scene.js'

const delivered = alias(blobs, 'delivered')

type BlobRow = typeof blobs.$inferSelect

interface VersionRow {
  readonly version: typeof sceneVersions.$inferSelect
  readonly blob: BlobRow
  readonly delivered: BlobRow | null
}

export const listVersions = route({
  operation: contract.listVersions,
  async handle({ context: { db }, access, params, query: { cursor, limit } }) {
    const { scene } = await requireScene(db, sceneAddress(access.organization.id, params))
    const before = readVersion(cursor)
    const rows = await db
      .select({ version: sceneVersions, blob: blobs, delivered })
      .from(sceneVersions)
      .innerJoin(blobs, eq(blobs.sha256, sceneVersions.modelSha256))
      .leftJoin(delivered, eq(delivered.sha256, sceneVersions.deliveredSha256))
      .where(
        and(
          eq(sceneVersions.sceneId, scene.id),
          before === null ? undefined : lt(sceneVersions.version, before),
        ),
      )
      .orderBy(desc(sceneVersions.version))
      .limit(limit + 1)
    return toPage(
      rows,
      limit,
      ({ version }) => ({ at: version.createdAt, id: String(version.version) }),
      presentVersion,
    )
  },
})

/** The version that the page before ends with. */
function readVersion(cursor: string | undefined): number | null {
  const after = decodeCursor(cursor)
  if (after === null) return null
  if (!/^\d{1,9}$/.test(after.id)) throw notOfThisList()
  return Number(after.id)
}

function presentVersion({ version, blob, delivered }: VersionRow) {
  return {
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
  }
}
