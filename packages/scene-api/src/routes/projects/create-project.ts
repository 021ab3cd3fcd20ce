/** `POST …/projects`. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import { violatedConstraint } from '../../db/violated-constraint.js'
import { createOnce } from '../../http/idempotency.js'
import { defineOperation } from '../../http/operation.js'
import { Problem } from '../../problem.js'
import { chooseSlug } from '../../projects/choose-slug.js'
import { normalizeAllowlist } from '../../projects/normalize-allowlist.js'
import { presentProject } from '../../projects/present-project.js'
import { requireRoom } from '../../quotas/require-room.js'
import { createProjectSchema, projectSchema } from '../../schemas/projects.js'

export const createProject = defineOperation({
  id: 'createProject',
  method: 'post',
  path: '/api/organizations/{org}/projects',
  tag: 'Projects',
  summary: 'Create a project',
  description: 'Allowlist entries are normalised; `warnings` names those that are allowed but doubtful.',
  permission: 'project:write',
  body: createProjectSchema,
  success: { status: 201, description: 'The project', schema: projectSchema },
  errors: ['conflict', 'quota_exceeded'],
  idempotent: true,
  async handle(input) {
    const { context, access, body } = input
    const allowedDomains = normalizeAllowlist(body.allowedDomains)
    const organizationId = access.organization.id
    try {
      const { answer } = await createOnce(input, async (tx) => {
        const { plan } = await lockOrganization(tx, organizationId)
        const used = await tx.$count(projects, eq(projects.organizationId, organizationId))
        requireRoom(context.settings, plan, 'projects', used)
        const now = context.clock.now()
        const slug = body.slug ?? (await chooseSlug(tx, organizationId, body.name))
        const { name, allowLocalhost, requireVisitorToken } = body
        const [row] = await tx
          .insert(projects)
          .values({
            id: randomUUID(),
            organizationId,
            name,
            slug,
            allowedDomains,
            allowLocalhost,
            requireVisitorToken,
            createdAt: now,
            updatedAt: now,
          })
          .returning()
        if (!row) throw new Error('the new project was not returned')
        await recordAudit(tx, {
          organizationId,
          at: now,
          action: 'project.created',
          actor: access.actor,
          target: { kind: 'project', id: row.id },
          after: { name, slug, allowedDomains, allowLocalhost, requireVisitorToken },
        })
        return presentProject(row)
      })
      return answer
    } catch (error) {
      if (violatedConstraint(error) === 'projects_slug') throw slugTaken(body.slug)
      throw error
    }
  },
})

export const slugTaken = (slug: string | undefined): Problem =>
  new Problem('conflict', { detail: `Another project of the organization has the slug ${slug}.` })
