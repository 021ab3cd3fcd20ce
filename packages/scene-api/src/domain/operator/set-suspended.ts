/** Suspends an organization or lets it go on. Both are idempotent. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Context } from '../../context.js'
import { lockOrganization, type OrganizationRow } from '../../db/lock-organization.js'
import { organizations } from '../../db/organizations.js'

/** Once this resolves for a suspension, no node serves an embed of the organization. */
export async function setSuspended(
  context: Context,
  { organization, actor }: { readonly organization: OrganizationRow; readonly actor: Actor },
  isSuspended: boolean,
  reason?: string,
): Promise<OrganizationRow> {
  const { db, clock } = context
  const row = await db.transaction(async (tx) => {
    const before = await lockOrganization(tx, organization.id)
    if ((before.suspendedAt !== null) === isSuspended) return before
    const now = clock.now()
    const [after] = await tx
      .update(organizations)
      .set({ suspendedAt: isSuspended ? now : null })
      .where(eq(organizations.id, before.id))
      .returning()
    if (!after) throw new Error('the locked organization is gone')
    await recordAudit(tx, {
      organizationId: before.id,
      at: now,
      action: isSuspended ? 'organization.suspended' : 'organization.resumed',
      actor,
      target: { kind: 'organization', id: before.id },
      before: { suspendedAt: before.suspendedAt },
      after: { suspendedAt: after.suspendedAt, reason },
    })
    return after
  })
  // Repeated calls wait too: one that succeeds must be true, whatever became of the one before.
  await context.afterAccessChange({ kind: 'organization', id: row.id })
  return row
}
