/** The signed-in devices of a person: `GET /api/account/sessions`, and their ends. */
import { and, desc, eq, gt } from 'drizzle-orm'
import * as contract from '../../contract/account.js'
import { route } from '../../mount/route.js'
import { sessions } from '../../db/users.js'
import { endOtherSessions } from '../../identity/end-other-sessions.js'
import { describeDevice } from '../../identity/events/describe-device.js'
import { recordAccountEvent } from '../../identity/events/record-account-event.js'
import { Problem } from '../../problem.js'

export const listOwnSessions = route({
  operation: contract.listOwnSessions,
  async handle({ context: { db, clock }, access: { session } }) {
    const rows = await db
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, session.userId), gt(sessions.expiresAt, clock.now())))
      .orderBy(desc(sessions.createdAt), desc(sessions.id))
    return {
      items: rows.map((row) => ({
        id: row.id,
        isCurrent: row.id === session.id,
        device: describeDevice(row.userAgent),
        address: row.ipAddress || null,
        createdAt: row.createdAt.toISOString(),
        lastSeenAt: (row.lastSeenAt ?? row.createdAt).toISOString(),
      })),
    }
  },
})

export const endSession = route({
  operation: contract.endSession,
  async handle({ context, access: { session, person }, params }) {
    const [ended] = await context.db
      .delete(sessions)
      .where(and(eq(sessions.id, params.session), eq(sessions.userId, session.userId)))
      .returning({ userAgent: sessions.userAgent })
    if (!ended) throw new Problem('not_found', { detail: 'You have no such session.' })
    const device = describeDevice(ended.userAgent)
    await recordAccountEvent(context, person, 'account.session_ended', { device })
  },
})

export const endOtherOwnSessions = route({
  operation: contract.endOtherOwnSessions,
  async handle({ context, access: { session, person } }) {
    await endOtherSessions(context.db, session.userId, session.id)
    await recordAccountEvent(context, person, 'account.session_ended', { device: 'All other devices' })
  },
})
