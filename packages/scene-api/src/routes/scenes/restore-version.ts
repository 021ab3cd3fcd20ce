/** `POST …/scenes/:scene/versions/:version/restore`: an old model as the next version. */
import { and, eq } from 'drizzle-orm'
import { lockOrganization } from '../../db/lock-organization.js'
import { sceneVersions } from '../../db/scenes.js'
import { defineOperation } from '../../http/operation.js'
import { Problem } from '../../problem.js'
import { addVersion } from '../../scenes/add-version.js'
import { requireScene, sceneAddress } from '../../scenes/find-scene.js'
import { presentScene } from '../../scenes/present-scene.js'
import { sceneSchema } from '../../schemas/scenes.js'
import { scenePaths } from './paths.js'

export const restoreVersion = defineOperation({
  id: 'restoreVersion',
  method: 'post',
  ...scenePaths('/versions/{version}/restore'),
  tag: 'Scenes',
  summary: 'Restore a version of a scene',
  description: 'Versions are never rewritten: the old model becomes the newest version.',
  permission: 'scene:write',
  success: { status: 200, description: 'The scene', schema: sceneSchema },
  async handle({ context, access, params }) {
    const { db, clock, settings } = context
    const { organization, actor } = access
    const address = sceneAddress(organization.id, params)
    const number = /^[1-9]\d{0,8}$/.test(params.version as string) ? Number(params.version) : 0
    const id = await db.transaction(async (tx) => {
      const { plan } = await lockOrganization(tx, organization.id)
      const { keptVersions } = settings.quotas[plan]
      const { scene } = await requireScene(tx, address)
      const [old] = await tx
        .select()
        .from(sceneVersions)
        .where(and(eq(sceneVersions.sceneId, scene.id), eq(sceneVersions.version, number)))
      if (!old) throw new Problem('not_found', { detail: 'The scene has no such version.' })
      const { modelSha256: sha256, report } = old
      return addVersion(tx, address, {
        sha256,
        report,
        actor,
        at: clock.now(),
        keptVersions,
        restoredFrom: number,
      })
    })
    await context.afterAccessChange({ kind: 'scene', id })
    return presentScene(await requireScene(db, address))
  },
})
