/** Mail to those who manage an organization. */
import { and, eq, inArray } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { rolesAllowed } from '../../contract/permissions.js'
import { members, organizations } from '../../db/organizations.js'
import { users } from '../../db/users.js'
import type { Mail } from '../../settings.js'

/** One that cannot be sent is logged; nothing else waits for it. */
export async function mailManagers(
  { db, settings, logger }: Context,
  organizationId: string,
  write: (organizationName: string) => Omit<Mail, 'to'>,
): Promise<void> {
  if (!settings.sendMail) return
  const managers = await db
    .select({ to: users.email, organization: organizations.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(
      and(
        eq(members.organizationId, organizationId),
        inArray(members.role, rolesAllowed('membership:write')),
      ),
    )
  for (const { to, organization } of managers) {
    await settings
      .sendMail({ to, ...write(organization) })
      .catch((error: unknown) => logger.warn({ err: error }, 'mail to managers not sent'))
  }
}
