/** Responses that must not tell by their time whether an address is known. */
import { setTimeout as delay } from 'node:timers/promises'
import type { AuthCall } from './auth-call.js'
import type { AuthRoute } from './auth-paths.js'

/** Longer than either way takes on a node that is not overloaded. */
const FLOOR_MS = 400
const EVEN: ReadonlySet<AuthRoute> = new Set<AuthRoute>(['/sign-up/email', '/request-password-reset'])

/** Resolves with what `run` does, no sooner than the floor where the route needs one. */
export async function inEvenTime<T>({ route }: AuthCall, run: () => Promise<T>): Promise<T> {
  if (!EVEN.has(route)) return run()
  const [result] = await Promise.all([run(), delay(FLOOR_MS)])
  return result
}
