/** `DELETE …/projects/:project`. Says what would go with it, where `confirm=false` asks first. */
import { isLive } from '@vectreal/auth-core'
import { asc, eq } from 'drizzle-orm'
import * as contract from '../../contract/projects.js'
import { countNoun } from '../../count-noun.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { apiKeyProjects, apiKeys } from '../../db/api-keys.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import { scenes } from '../../db/scenes.js'
import { Problem } from '../../problem.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'

export const deleteProject = route({
  operation: contract.deleteProject,
  async handle({ context, access, params, query }) {
    const { db, clock } = context
    const { organization, actor } = access
    const projectId = params.project
    await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const now = clock.now()
      const row = await requireProjectRow(tx, organization.id, projectId)
      const itsScenes = await tx
        .select({ id: scenes.id, name: scenes.name, status: scenes.status })
        .from(scenes)
        .where(eq(scenes.projectId, row.id))
        .orderBy(asc(scenes.createdAt))
      const keys = await tx
        .select({ key: apiKeys })
        .from(apiKeyProjects)
        .innerJoin(apiKeys, eq(apiKeys.id, apiKeyProjects.keyId))
        .where(eq(apiKeyProjects.projectId, row.id))
        .orderBy(asc(apiKeys.createdAt))
      const liveKeys = keys
        .filter(({ key }) => isLive(key, now))
        .map(({ key: { id, name, preview } }) => ({ id, name, preview }))
      if (query.confirm === 'false' && itsScenes.length + liveKeys.length > 0) {
        throw new Problem('conflict', {
          detail:
            `The project has ${countNoun(itsScenes.length, 'scene')}, to be deleted with it, and ` +
            `${countNoun(liveKeys.length, 'live API key')}, to lose access to it. ` +
            'Repeat without confirm=false to delete it anyway.',
          scenes: itsScenes,
          apiKeys: liveKeys,
        })
      }
      await tx.delete(projects).where(eq(projects.id, row.id))
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'project.deleted',
        actor,
        target: { kind: 'project', id: row.id },
        before: {
          name: row.name,
          slug: row.slug,
          allowedDomains: row.allowedDomains,
          allowLocalhost: row.allowLocalhost,
          scenes: itsScenes,
          apiKeys: liveKeys,
        },
      })
    })
    await context.afterAccessChange({ kind: 'project', id: projectId })
  },
})
