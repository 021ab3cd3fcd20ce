/** `GET …/member-factors`: who would be locked out if a second factor were required. */
import { asc, eq, exists, or, sql } from 'drizzle-orm'
import * as contract from '../../contract/settings.js'
import { route } from '../../mount/route.js'
import { members } from '../../db/organizations.js'
import { passkeys } from '../../db/passkeys.js'
import { users } from '../../db/users.js'

export const listMemberFactors = route({
  operation: contract.listMemberFactors,
  async handle({ context: { db }, access: { organization } }) {
    const ownPasskeys = db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, users.id))
    const items = await db
      .select({
        userId: users.id,
        name: users.name,
        email: users.email,
        role: members.role,
        hasSecondFactor: sql<boolean>`${or(users.twoFactorEnabled, exists(ownPasskeys))}`,
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.organizationId, organization.id))
      .orderBy(asc(users.email))
    return { items }
  },
})
