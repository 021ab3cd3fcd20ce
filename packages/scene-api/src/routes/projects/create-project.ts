/** `POST …/projects`. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import { violatedConstraint } from '../../db/violated-constraint.js'
import { createOnce } from '../../mount/idempotency.js'
import { Problem } from '../../problem.js'
import { chooseSlug } from '../../domain/projects/choose-slug.js'
import { normalizeAllowlist } from '../../domain/projects/normalize-allowlist.js'
import { presentProject } from '../../domain/projects/present-project.js'
import { noteQuota } from '../../domain/webhooks/note-quota.js'
import { requireRoom } from '../../domain/quotas/require-room.js'

export const createProject = route({
  operation: contract.createProject,
  async handle(input) {
    const { context, access, body } = input
    const allowedDomains = normalizeAllowlist(body.allowedDomains)
    const organizationId = access.organization.id
    try {
      const { result } = await createOnce(input, async (tx) => {
        const { plan } = await lockOrganization(tx, organizationId)
        const used = await tx.$count(projects, eq(projects.organizationId, organizationId))
        requireRoom(context.settings, plan, 'projects', used)
        const now = context.clock.now()
        const { projects: limit } = context.settings.quotas[plan]
        const use = { organizationId, plan, quota: 'projects', limit, before: used, after: used + 1 }
        await noteQuota(tx, use, now)
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
      return result
    } catch (error) {
      if (violatedConstraint(error) === 'projects_slug') throw slugTaken(body.slug)
      throw error
    }
  },
})

export const slugTaken = (slug: string | undefined): Problem =>
  new Problem('conflict', { detail: `Another project of the organization has the slug ${slug}.` })
