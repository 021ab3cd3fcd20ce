/** A project as the API shows it, with what is doubtful about its allowlist. */
import { normalizeAllowedDomains } from '@vectreal/auth-core'
import type { projects } from '../../db/projects.js'
import type { Project } from '../../schemas/projects.js'

export type ProjectRow = typeof projects.$inferSelect

export function presentProject(row: ProjectRow): Project {
  const { id, organizationId, name, slug, allowedDomains, allowLocalhost } = row
  const normalized = normalizeAllowedDomains(allowedDomains)
  return {
    id,
    organizationId,
    name,
    slug,
    allowedDomains,
    allowLocalhost,
    requireVisitorToken: row.requireVisitorToken,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    warnings: normalized.ok ? normalized.warnings : [],
  }
}
