/** `DELETE /api/account`: a person goes; what they made for an organization stays. */
import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import * as contract from '../../contract/account.js'
import { route } from '../../mount/route.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import type { Transaction } from '../../db/database.js'
import { lockOrganizationRow } from '../../db/lock-organization.js'
import { members, organizations } from '../../db/organizations.js'
import { users, verifications } from '../../db/users.js'
import { Problem } from '../../problem.js'

export const deleteAccount = route({
  operation: contract.deleteAccount,
  async handle({ context: { db, clock }, access: { actor, session } }) {
    await db.transaction(async (tx) => {
      const own = await tx
        .select()
        .from(members)
        .where(eq(members.userId, session.userId))
        .orderBy(asc(members.organizationId))
      // In one order, so that two who go at once wait for each other instead of failing.
      for (const { organizationId } of own) await lockOrganizationRow(tx, organizationId)
      await requireOtherOwners(tx, session.userId)
      for (const { id, organizationId, role } of own) {
        await recordAudit(tx, {
          organizationId,
          at: clock.now(),
          action: 'member.removed',
          actor,
          target: { kind: 'member', id },
          before: { userId: session.userId, email: actor.email, role, reason: 'account_deleted' },
        })
      }
      await tx.delete(verifications).where(eq(verifications.value, session.userId))
      await tx.delete(users).where(eq(users.id, session.userId))
    })
  },
})

async function requireOtherOwners(tx: Transaction, userId: string): Promise<void> {
  const owned = await tx
    .select({ id: organizations.id, name: organizations.name })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.userId, userId), eq(members.role, 'owner')))
  if (owned.length === 0) return
  const others = await tx
    .select({ organizationId: members.organizationId })
    .from(members)
    .where(
      and(
        inArray(
          members.organizationId,
          owned.map(({ id }) => id),
        ),
        eq(members.role, 'owner'),
        ne(members.userId, userId),
      ),
    )
  const kept = new Set(others.map(({ organizationId }) => organizationId))
  const orphaned = owned.filter(({ id }) => !kept.has(id))
  if (orphaned.length === 0) return
  const names = orphaned.map(({ name }) => `“${name}”`).join(', ')
  throw new Problem('conflict', {
    detail: `You are the last owner of ${names}. Make somebody else owner, or delete the organization first.`,
    organizations: orphaned,
  })
}
