/** `POST /api/operator/sessions/end`: signs a person out everywhere. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/operator.js'
import { users } from '../../db/users.js'
import { OPERATOR } from '../../domain/audit/actor.js'
import { endOtherSessions } from '../../identity/end-other-sessions.js'
import { recordAccountEvent } from '../../identity/events/record-account-event.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'

export const endPersonSessions = route({
  operation: contract.endPersonSessions,
  async handle({ context, body }) {
    const email = body.email.toLowerCase()
    const [person] = await context.db
      .select({ id: users.id, name: users.name, email: users.email })
      .from(users)
      .where(eq(users.email, email))
    if (!person) throw new Problem('not_found', { detail: `Nobody has an account with ${email}.` })
    await endOtherSessions(context.db, person.id, null)
    await recordAccountEvent(context, person, 'account.session_ended', { device: 'All devices' }, OPERATOR)
  },
})
