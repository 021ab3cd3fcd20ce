/** `PATCH …/projects/:project`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/projects.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { projects } from '../../db/projects.js'
import { violatedConstraint } from '../../db/violated-constraint.js'
import { requireProof } from '../../identity/confirm/require-proof.js'
import { requireProjectRow } from '../../domain/projects/find-project.js'
import { normalizeAllowlist } from '../../domain/projects/normalize-allowlist.js'
import { presentProject, type ProjectRow } from '../../domain/projects/present-project.js'
import { widensAllowlist } from '../../domain/projects/widens-allowlist.js'
import { slugTaken } from './create-project.js'

export const updateProject = route({
  operation: contract.updateProject,
  async handle({ context, access, params, body }) {
    const { db, clock } = context
    const { organization, actor } = access
    const given = body.allowedDomains && normalizeAllowlist(body.allowedDomains)
    try {
      const { row, accessChanged } = await db.transaction(async (tx) => {
        await lockOrganization(tx, organization.id)
        const now = clock.now()
        const row = await requireProjectRow(tx, organization.id, params.project)
        const after = {
          name: body.name ?? row.name,
          slug: body.slug ?? row.slug,
          allowedDomains: given ?? row.allowedDomains,
          allowLocalhost: body.allowLocalhost ?? row.allowLocalhost,
          requireVisitorToken: body.requireVisitorToken ?? row.requireVisitorToken,
        }
        const named = after.name !== row.name || after.slug !== row.slug
        const listChanged =
          after.allowLocalhost !== row.allowLocalhost ||
          after.allowedDomains.join(' ') !== row.allowedDomains.join(' ')
        const requirementChanged = after.requireVisitorToken !== row.requireVisitorToken
        const accessChanged = listChanged || requirementChanged
        if (!named && !accessChanged) return { row, accessChanged }
        const opens = row.requireVisitorToken && !after.requireVisitorToken
        if (opens || widensAllowlist(row, after)) await requireProof({ db: tx, clock }, access)
        const [updated] = await tx
          .update(projects)
          .set({ ...after, updatedAt: now })
          .where(eq(projects.id, row.id))
          .returning()
        if (!updated) throw new Error('the locked project is gone')
        const event = {
          organizationId: organization.id,
          at: now,
          actor,
          target: { kind: 'project', id: row.id },
        }
        if (named) {
          const change = { before: namesOf(row), after: namesOf(updated) }
          await recordAudit(tx, { ...event, action: 'project.updated', ...change })
        }
        if (requirementChanged) {
          const change = { before: requirementOf(row), after: requirementOf(updated) }
          await recordAudit(tx, { ...event, action: 'project.visitor_tokens_changed', ...change })
        }
        if (listChanged) {
          const change = { before: allowlistOf(row), after: allowlistOf(updated) }
          await recordAudit(tx, { ...event, action: 'project.allowlist_changed', ...change })
        }
        return { row: updated, accessChanged }
      })
      if (accessChanged) await context.afterAccessChange({ kind: 'project', id: row.id })
      return presentProject(row)
    } catch (error) {
      if (violatedConstraint(error) === 'projects_slug') throw slugTaken(body.slug)
      throw error
    }
  },
})

const requirementOf = ({ requireVisitorToken }: ProjectRow) => ({ requireVisitorToken })
const namesOf = ({ name, slug }: ProjectRow) => ({ name, slug })
const allowlistOf = ({ allowedDomains, allowLocalhost }: ProjectRow) => ({ allowedDomains, allowLocalhost })
