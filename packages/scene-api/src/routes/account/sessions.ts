/** The signed-in devices of a person: `GET /api/account/sessions`, and their ends. */
import { and, desc, eq, gt } from 'drizzle-orm'
import { sessions } from '../../db/users.js'
import { definePersonOperation } from '../../http/operation.js'
import { endOtherSessions } from '../../people/end-other-sessions.js'
import { describeDevice } from '../../people/events/describe-device.js'
import { recordAccountEvent } from '../../people/events/record-account-event.js'
import { Problem } from '../../problem.js'
import { deviceListSchema } from '../../schemas/account.js'

const tag = 'Account'
const path = '/api/account/sessions'

export const listOwnSessions = definePersonOperation({
  id: 'listOwnSessions',
  method: 'get',
  path,
  tag,
  summary: 'List where you are signed in',
  success: { status: 200, description: 'Every session, the latest first', schema: deviceListSchema },
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

export const endSession = definePersonOperation({
  id: 'endSession',
  method: 'delete',
  path: `${path}/{session}`,
  tag,
  summary: 'Sign one device out',
  success: { status: 204, description: 'It is signed out' },
  async handle({ context, access: { session, person }, params }) {
    const [ended] = await context.db
      .delete(sessions)
      .where(and(eq(sessions.id, params.session as string), eq(sessions.userId, session.userId)))
      .returning({ userAgent: sessions.userAgent })
    if (!ended) throw new Problem('not_found', { detail: 'You have no such session.' })
    const device = describeDevice(ended.userAgent)
    await recordAccountEvent(context, person, 'account.session_ended', { device })
  },
})

export const endOtherOwnSessions = definePersonOperation({
  id: 'endOtherOwnSessions',
  method: 'post',
  path: `${path}/end-others`,
  tag,
  summary: 'Sign all other devices out',
  description: 'Also forgets remembered devices, and ends links that were mailed to you and not used.',
  success: { status: 204, description: 'This session is the only one' },
  async handle({ context, access: { session, person } }) {
    await endOtherSessions(context.db, session.userId, session.id)
    await recordAccountEvent(context, person, 'account.session_ended', { device: 'All other devices' })
  },
})
