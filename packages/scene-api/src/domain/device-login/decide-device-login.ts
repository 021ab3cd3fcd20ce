/** A person lets a waiting program into an organization, or does not. */
import { and, eq, gt } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { deviceLogins } from '../../db/device-logins.js'
import { Problem } from '../../problem.js'
import type { DeviceLogin } from '../../schemas/device-logins.js'
import { seal } from '../../seal.js'
import type { Actor } from '../audit/actor.js'
import { issueServiceToken } from '../keys/issue-service-token.js'
import { normalizeUserCode, showUserCode } from './codes.js'

const TOKEN_DAYS = 90
const MAX_NAME_LENGTH = 100

interface Decision {
  readonly organizationId: string
  readonly userCode: string
  readonly by: Actor
}

/** Throws `not_found` for a code that nobody waits with. */
export async function findDeviceLogin({ db, clock }: Context, userCode: string): Promise<DeviceLogin> {
  const [login] = await db.select().from(deviceLogins).where(whereWaiting(userCode, clock.now()))
  if (!login) throw noSuchCode()
  return present(login)
}

/** The token is made at once, in the name of whoever approves; the program fetches it. */
export function approveDeviceLogin(
  context: Context,
  { organizationId, userCode, by }: Decision,
): Promise<DeviceLogin> {
  const { db, clock, settings } = context
  const now = clock.now()
  return db.transaction(async (tx) => {
    const login = await decide(tx, { userCode, now, set: { status: 'approved', organizationId } })
    const name = [...`Signed in on ${login.name}`].slice(0, MAX_NAME_LENGTH).join('')
    const { row, token } = await issueServiceToken(tx, context, {
      organizationId,
      name,
      expiresInDays: TOKEN_DAYS,
      by,
    })
    await tx
      .update(deviceLogins)
      .set({ sealedToken: seal(settings.authSecret, token), tokenExpiresAt: row.expiresAt })
      .where(eq(deviceLogins.id, login.id))
    return present(login)
  })
}

export async function denyDeviceLogin({ db, clock }: Context, userCode: string): Promise<DeviceLogin> {
  const now = clock.now()
  return present(await db.transaction((tx) => decide(tx, { userCode, now, set: { status: 'denied' } })))
}

type Row = typeof deviceLogins.$inferSelect

/** Two decisions at once: the first holds, the second finds nobody waiting. */
async function decide(
  tx: Transaction,
  { userCode, now, set }: { userCode: string; now: Date; set: Partial<Row> },
): Promise<Row> {
  const [login] = await tx.update(deviceLogins).set(set).where(whereWaiting(userCode, now)).returning()
  if (!login) throw noSuchCode()
  return login
}

const whereWaiting = (userCode: string, now: Date) =>
  and(
    eq(deviceLogins.userCode, normalizeUserCode(userCode) ?? ''),
    eq(deviceLogins.status, 'waiting'),
    gt(deviceLogins.expiresAt, now),
  )

const noSuchCode = (): Problem =>
  new Problem('not_found', {
    detail: 'No program is waiting with this code. A code works once, for 10 minutes.',
  })

const present = ({ userCode, name, address, requestedAt, expiresAt }: Row): DeviceLogin => ({
  userCode: showUserCode(userCode),
  name,
  address,
  requestedAt: requestedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})
