/** Which requests are guesses, at what, and which of their responses tell that they were right. */
import { and, eq } from 'drizzle-orm'
import type { Context } from '../../context.js'
import { accounts, users } from '../../db/users.js'
import type { AuthCall } from '../auth-call.js'
import type { DeviceOwner, KnownDevices } from '../known-device.js'
import type { Guess } from './limit-guesses.js'

interface Asker {
  /** The person of the session, where there is one. */
  readonly userId: string | undefined
  readonly client: string
  readonly cookies: string | undefined
}

/** Null: nothing is guessed. */
export async function guessOf(
  context: Pick<Context, 'db'>,
  devices: KnownDevices,
  { route, body }: AuthCall,
  { userId, client, cookies }: Asker,
): Promise<Guess | null> {
  switch (route) {
    case '/sign-in/email': {
      const email = typeof body?.email === 'string' ? body.email.toLowerCase() : ''
      const owner = await findDeviceOwner(context, eq(users.email, email))
      return {
        kind: 'signIn',
        email,
        client,
        isKnownDevice: owner !== null && devices.isKnown(cookies, owner),
      }
    }
    case '/verify-password':
    case '/change-password':
      return userId === undefined ? null : { kind: 'session', userId }
    case '/reset-password':
    case '/reset-password/{token}':
    case '/verify-address':
    case '/two-factor/verify-totp':
    case '/two-factor/verify-backup-code':
      return { kind: 'link', client }
    default:
      return null
  }
}

/** A link that is opened in the browser redirects either way, and says so in its address. */
export function isRight({ status, headers }: Response): boolean {
  return status < 400 && !/[?&]error=/.test(headers.get('location') ?? '')
}

export async function findDeviceOwner(
  { db }: Pick<Context, 'db'>,
  theirs: ReturnType<typeof eq>,
): Promise<DeviceOwner | null> {
  const [row] = await db
    .select({ userId: users.id, passwordHash: accounts.password })
    .from(users)
    .leftJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, 'credential')))
    .where(theirs)
  return row ? { userId: row.userId, passwordHash: row.passwordHash ?? '' } : null
}
