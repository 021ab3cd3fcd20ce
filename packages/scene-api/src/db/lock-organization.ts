/** Serialises what must not race within one organization: plan limits, rotations, the audit chain. */
import { eq } from 'drizzle-orm'
import { Problem } from '../problem.js'
import type { Transaction } from './database.js'
import { organizations } from './organizations.js'

export type OrganizationRow = typeof organizations.$inferSelect

/**
 * Holds until the transaction ends. Foreign-key checks of others are not held up. Throws 404 for an organization that is
 * being deleted: nothing of it changes any more.
 */
export async function lockOrganization(tx: Transaction, organizationId: string): Promise<OrganizationRow> {
  const row = await lockOrganizationRow(tx, organizationId)
  if (row.deletingAt !== null) throw new Problem('not_found')
  return row
}

/** The same, while it is being deleted as well: for the audit log, and for the deletion itself. */
export async function lockOrganizationRow(tx: Transaction, organizationId: string): Promise<OrganizationRow> {
  const [row] = await tx
    .select()
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('no key update')
  if (!row) throw new Problem('not_found')
  return row
}
