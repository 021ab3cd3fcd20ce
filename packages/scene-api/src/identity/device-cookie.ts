/** Makes a device known to whoever has just signed in on it. */
import { eq } from 'drizzle-orm'
import type { Context } from '../context.js'
import { users } from '../db/users.js'
import type { AuthCall } from './auth-call.js'
import type { KnownDevices } from './known-device.js'
import { findDeviceOwner } from './limits/guess-of.js'

const OPENS_SESSION = /session_token=[^;]/

/** The `Set-Cookie` line to send beside the library's own; null where nobody has signed in. */
export async function deviceCookie(
  context: Pick<Context, 'db'>,
  devices: KnownDevices,
  { route }: AuthCall,
  cookies: string | undefined,
  response: Response,
): Promise<string | null> {
  const signsIn = response.headers.getSetCookie().some((line) => OPENS_SESSION.test(line))
  if (!response.ok || (!signsIn && route !== '/change-password')) return null
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { user?: { id?: unknown } } | null
  if (typeof body?.user?.id !== 'string') return null
  const owner = await findDeviceOwner(context, eq(users.id, body.user.id))
  return owner && devices.remember(cookies, owner)
}
