/**
 * Guessing costs: wrong guesses count per account and per client, and beyond a limit nothing is looked at any more. The
 * owner is not locked out: windows are short, devices that signed in before have a count of their own, and a reset
 * by mail begins anew.
 */
import type { Context } from '../../context.js'
import { countAttempt, forgetAttempts, type Limit, returnAttempt, tooMany } from './count-attempts.js'

const WINDOW_SECONDS = 15 * 60
/** Of one account, from devices that it has never signed in on, whatever address they come from. */
const STRANGERS: Limit = { max: 10, windowSeconds: WINDOW_SECONDS }
/** Of one account, from its own devices. */
const OWN: Limit = { max: 10, windowSeconds: WINDOW_SECONDS }
/** Of one account, with its own session: whoever has that has got in already. */
const SESSION: Limit = { max: 10, windowSeconds: 5 * 60 }
/** Of one client, whichever accounts and links it tries. */
const CLIENT: Limit = { max: 50, windowSeconds: WINDOW_SECONDS }

/**
 * What is guessed. `signIn`: the password of an account that is not open. `session`: what the person of an open
 * session is asked again, password, code or passkey. `link`: a one-time token.
 */
export type Guess =
  | {
      readonly kind: 'signIn'
      readonly email: string
      readonly isKnownDevice: boolean
      readonly client: string
    }
  | { readonly kind: 'session'; readonly userId: string }
  | { readonly kind: 'link'; readonly client: string }

interface Counter {
  readonly key: string
  readonly limit: Limit
}

/** `T` is handed on. `isRight`: the guess was none. Throws 429 without running anything beyond a limit. */
export async function limitGuesses<T>(
  context: Pick<Context, 'db' | 'clock'>,
  guess: Guess,
  run: () => Promise<T>,
  isRight: (result: T) => boolean,
  onLimit: () => void = () => {},
): Promise<T> {
  const counters = countersOf(guess)
  // Before the result is known, so that many at once are as many.
  for (const { key, limit } of counters) {
    const counted = await countAttempt(context, key, limit)
    if (counted.count <= limit.max) continue
    if (counted.count === limit.max + 1) onLimit()
    throw tooMany(counted)
  }
  const result = await run()
  if (isRight(result)) await Promise.all(counters.map(({ key }) => returnAttempt(context, key)))
  return result
}

/** After the owner has proved the address: what strangers tried no longer counts. */
export async function forgetStrangers(context: Pick<Context, 'db'>, email: string): Promise<void> {
  await forgetAttempts(context, strangersKey(email.toLowerCase()))
}

function countersOf(guess: Guess): Counter[] {
  switch (guess.kind) {
    case 'signIn': {
      const { email, isKnownDevice, client } = guess
      const account = isKnownDevice
        ? { key: `guess|own|${email}`, limit: OWN }
        : { key: strangersKey(email), limit: STRANGERS }
      return [{ key: `guess|client|${client}`, limit: CLIENT }, account]
    }
    case 'session':
      return [sessionCounter(guess.userId)]
    case 'link':
      return [{ key: `guess|client|${guess.client}`, limit: CLIENT }]
  }
}

/** What the person of an open session is asked again, wherever that is. */
export function sessionCounter(userId: string): Counter {
  return { key: `guess|session|${userId}`, limit: SESSION }
}

const strangersKey = (email: string): string => `guess|strangers|${email}`
