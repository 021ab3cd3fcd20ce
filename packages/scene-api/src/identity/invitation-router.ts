/**
 * `GET /api/invitations/:invitation`: what an invitation's page shows before anybody has signed in. The id is the secret
 * of the link. What has ended tells why, and nothing else.
 */
import { eq } from 'drizzle-orm'
import { type RequestHandler, Router } from 'express'
import type { Context } from '../context.js'
import { invitations, organizations } from '../db/organizations.js'
import { users } from '../db/users.js'
import { Problem } from '../problem.js'

const ID = /^[\w-]{1,128}$/

export function createInvitationRouter(context: Pick<Context, 'db' | 'clock'>): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.get('/api/invitations/:invitation', readInvitation(context))
  return router
}

function readInvitation({
  db,
  clock,
}: Pick<Context, 'db' | 'clock'>): RequestHandler<{ invitation: string }> {
  return async (req, res) => {
    const id = req.params.invitation
    const [row] = ID.test(id)
      ? await db
          .select({ invitation: invitations, organization: organizations, inviter: users })
          .from(invitations)
          .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
          .innerJoin(users, eq(users.id, invitations.inviterId))
          .where(eq(invitations.id, id))
      : []
    if (!row || row.organization.deletingAt !== null) {
      throw new Problem('not_found', { detail: 'There is no such invitation.' })
    }
    const { invitation, organization, inviter } = row
    const { email, role, expiresAt } = invitation
    res.setHeader('Cache-Control', 'no-store')
    if (invitation.status !== 'pending') res.json({ status: invitation.status })
    else if (expiresAt <= clock.now()) res.json({ status: 'expired' })
    else {
      res.json({
        status: 'pending',
        email,
        role,
        expiresAt: expiresAt.toISOString(),
        organization: { id: organization.id, name: organization.name },
        inviter: { name: inviter.name, email: inviter.email },
      })
    }
  }
}
