/** `POST …/projects/:project/optimize`: optimised files for all scenes of a project that have none yet. */
import { and, eq } from 'drizzle-orm'
import { scenes } from '../../db/scenes.js'
import { requestOptimization } from '../../domain/optimization/request-optimization.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import * as contract from '../../contract/scenes.js'
import { route } from '../../mount/route.js'

export const optimizeScenes = route({
  operation: contract.optimizeScenes,
  async handle({ context, access, params }) {
    const { db } = context
    const organizationId = access.organization.id
    const project = await requireProjectRow(db, organizationId, params.project)
    const waiting = await db.transaction((tx) =>
      requestOptimization(
        tx,
        and(eq(scenes.organizationId, organizationId), eq(scenes.projectId, project.id)),
      ),
    )
    context.wakeOptimizer()
    return { waiting }
  },
})
