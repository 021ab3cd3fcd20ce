/** Serialises what must not race within one organization: plan limits, rotations, the audit chain. */
import { eq } from 'drizzle-orm'
import { Problem } from '../problem.js'
import type { Transaction } from './database.js'
import { organizations } from './organizations.js'

export type OrganizationRow = typeof organizations.$inferSelect

/** Holds until the transaction ends. Foreign-key checks of others are not held up. */
export async function lockOrganization(tx: Transaction, organizationId: string): Promise<OrganizationRow> {
  const [row] = await tx
    .select()
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('no key update')
  if (!row) throw new Problem('not_found')
  return row
}
