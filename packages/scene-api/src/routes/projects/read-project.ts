/** `GET …/projects/:project`. */
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import { presentProject } from '../../domain/projects/present-project.js'

export const readProject = route({
  operation: contract.readProject,
  async handle({ context: { db }, access, params }) {
    return presentProject(await requireProjectRow(db, access.organization.id, params.project))
  },
})
