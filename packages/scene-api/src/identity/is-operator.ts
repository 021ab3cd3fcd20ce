/** Whether a request carries `Bearer OPERATOR_TOKEN`, and how often a client may get it wrong. */
import type { IncomingMessage } from 'node:http'
import { equalSecrets } from '@vectreal/auth-core'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { clientOf } from '../http/client-address.js'
import type { SceneApiSettings } from '../settings.js'
import { tooMany } from './limits/count-attempts.js'

/** Unlike tokens of ours this one is chosen by people: any visible characters. */
const HEADER = /^Bearer +([\x21-\x7e]+)$/i
const WRONG_TOKENS = { points: 20, duration: 300 }

/** By each process for itself: metrics are asked for while the database is away, too. */
const limiters = new WeakMap<SceneApiSettings, RateLimiterMemory>()

/** False without the right token. Throws 429 where a client has sent too many wrong ones, whatever it sends now. */
export async function isOperator(req: IncomingMessage, settings: SceneApiSettings): Promise<boolean> {
  const { operatorToken, trustProxy } = settings
  const given = HEADER.exec(req.headers.authorization ?? '')?.[1]
  if (given === undefined || operatorToken === undefined) return false
  const limiter = limiters.get(settings) ?? new RateLimiterMemory(WRONG_TOKENS)
  limiters.set(settings, limiter)
  const client = clientOf(req, trustProxy)
  try {
    // Before it is compared, so that many at once are as many.
    await limiter.consume(client)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    throw tooMany({ retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
  }
  if (!equalSecrets(given, operatorToken)) return false
  await limiter.reward(client)
  return true
}
