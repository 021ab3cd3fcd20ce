/** A program asks to be let in, and fetches its token (RFC 8628 §3.1 to §3.5). */
import { randomUUID } from 'node:crypto'
import { and, eq, isNull, lt, lte, or } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { deviceLogins } from '../../db/device-logins.js'
import { organizations } from '../../db/organizations.js'
import { unseal } from '../../seal.js'
import { generateDeviceCode, generateUserCode, hashDeviceCode } from './codes.js'

const LIFETIME_SECONDS = 600
const INTERVAL_SECONDS = 5

interface StartedLogin {
  readonly deviceCode: string
  readonly userCode: string
  readonly expiresInSeconds: number
  readonly intervalSeconds: number
}

/** @param name what the program says of itself; `address` where its request came from */
export async function startDeviceLogin(
  { db, clock }: Context,
  { name, address }: { readonly name: string; readonly address: string },
): Promise<StartedLogin> {
  const now = clock.now()
  const deviceCode = generateDeviceCode()
  const userCode = generateUserCode()
  await db.insert(deviceLogins).values({
    id: randomUUID(),
    deviceCodeHash: hashDeviceCode(deviceCode),
    userCode,
    name,
    address,
    requestedAt: now,
    expiresAt: new Date(now.getTime() + LIFETIME_SECONDS * 1000),
  })
  return {
    deviceCode,
    userCode,
    expiresInSeconds: LIFETIME_SECONDS,
    intervalSeconds: INTERVAL_SECONDS,
  }
}

type FetchedToken =
  | { readonly error: 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' }
  | {
      readonly token: string
      readonly expiresAt: Date
      readonly organization: { readonly id: string; readonly slug: string; readonly name: string }
    }

/** Null: no such device code. A token is given out once. */
export async function fetchDeviceToken(
  { db, clock, settings }: Context,
  deviceCode: string,
): Promise<FetchedToken | null> {
  const now = clock.now()
  const theLogin = eq(deviceLogins.deviceCodeHash, hashDeviceCode(deviceCode))
  const [login] = await db.select().from(deviceLogins).where(theLogin)
  if (!login) return null
  if (login.expiresAt <= now) return { error: 'expired_token' }
  if (login.status === 'denied') return { error: 'access_denied' }
  if (login.status === 'waiting') {
    const earlier = new Date(now.getTime() - INTERVAL_SECONDS * 1000)
    const isDue = or(isNull(deviceLogins.lastPolledAt), lte(deviceLogins.lastPolledAt, earlier))
    const polled = await db
      .update(deviceLogins)
      .set({ lastPolledAt: now })
      .where(and(theLogin, isDue))
      .returning({ id: deviceLogins.id })
    return { error: polled.length > 0 ? 'authorization_pending' : 'slow_down' }
  }
  return db.transaction(async (tx) => {
    const [taken] = await tx.delete(deviceLogins).where(theLogin).returning()
    if (!taken?.sealedToken || !taken.organizationId || !taken.tokenExpiresAt) return null
    const [organization] = await tx
      .select({ id: organizations.id, slug: organizations.slug, name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, taken.organizationId))
    if (!organization) return null
    const token = unseal(settings.authSecret, taken.sealedToken)
    return { token, expiresAt: taken.tokenExpiresAt, organization }
  })
}

export async function forgetDeviceLogins({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  await db.delete(deviceLogins).where(lt(deviceLogins.expiresAt, clock.now()))
}
