/** `GET …/projects/:project`. */
import { defineOperation } from '../../http/operation.js'
import { requireProjectRow } from '../../projects/find-project.js'
import { presentProject } from '../../projects/present-project.js'
import { projectSchema } from '../../schemas/projects.js'

export const readProject = defineOperation({
  id: 'readProject',
  method: 'get',
  path: '/api/organizations/{org}/projects/{project}',
  tag: 'Projects',
  summary: 'Read a project',
  permission: 'project:read',
  success: { status: 200, description: 'The project', schema: projectSchema },
  async handle({ context: { db }, access, params }) {
    return presentProject(await requireProjectRow(db, access.organization.id, params.project as string))
  },
})
