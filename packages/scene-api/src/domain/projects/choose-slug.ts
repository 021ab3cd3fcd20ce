/** A free slug made from a project's name. */
import { eq } from 'drizzle-orm'
import type { Transaction } from '../../db/database.js'
import { projects } from '../../db/projects.js'

const MAX_LENGTH = 50

/** The caller holds the organization's lock, so that what is free stays free. */
export async function chooseSlug(tx: Transaction, organizationId: string, name: string): Promise<string> {
  const base = slugify(name)
  const rows = await tx
    .select({ slug: projects.slug })
    .from(projects)
    .where(eq(projects.organizationId, organizationId))
  const taken = new Set(rows.map(({ slug }) => slug))
  let slug = base
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`
  return slug
}

function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-+|-+$/g, '')
  return slug || 'project'
}
