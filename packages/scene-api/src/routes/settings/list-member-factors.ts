/** `GET …/member-factors`: who would be locked out if a second factor were required. */
import { asc, eq } from 'drizzle-orm'
import * as contract from '../../contract/settings.js'
import { route } from '../../mount/route.js'
import { members } from '../../db/organizations.js'
import { users } from '../../db/users.js'
import { hasSecondFactor } from '../../domain/members/has-second-factor.js'

export const listMemberFactors = route({
  operation: contract.listMemberFactors,
  async handle({ context: { db }, access: { organization } }) {
    const items = await db
      .select({
        userId: users.id,
        name: users.name,
        email: users.email,
        role: members.role,
        hasSecondFactor,
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.organizationId, organization.id))
      .orderBy(asc(users.email))
    return { items }
  },
})
