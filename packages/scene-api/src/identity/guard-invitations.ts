/** Who may send invitations by mail, and how many. Counted before the transaction that makes the invitation. */
import type { Context } from '../context.js'
import { isAllowed } from '../contract/permissions.js'
import { Problem } from '../problem.js'
import type { AuthCall } from './auth-call.js'
import type { MailDesk } from './mail/mail-desk.js'
import { findRole, type Session } from './organization-guards.js'

/** Throws 403 where the person's own address is not proved, 429 where the day's mail is used up. */
export async function guardInvitation(
  context: Context,
  desk: MailDesk,
  session: Session,
  { route, body }: AuthCall,
): Promise<void> {
  if (!desk.isOpen || route !== '/organization/invite-member' || !session) return
  const { email, organizationId } = body ?? {}
  if (typeof email !== 'string' || typeof organizationId !== 'string') return
  // Whoever may not invite uses up nobody's mail.
  const role = await findRole(context, session.user.id, organizationId)
  if (role === null || !isAllowed(role, 'membership:write')) return
  if (!session.user.emailVerified) {
    throw new Problem('forbidden', {
      detail:
        'Confirm your own address first: sign out and in again, and open the link that you get by mail.',
    })
  }
  await desk.requireInvitation({ to: email, organizationId, inviterId: session.user.id })
}
