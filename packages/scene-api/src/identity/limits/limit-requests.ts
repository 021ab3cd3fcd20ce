/** How many requests of a kind one client may send, right or wrong. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Context } from '../../context.js'
import type { AuthCall } from '../auth-call.js'
import type { AuthRoute } from '../auth-paths.js'
import { type Limit, requireAttempt, tooMany } from './count-attempts.js'

const MINUTE = 60

/** What costs us a password hash, a mail or a row; counted on all nodes together. */
const COUNTED: Readonly<Partial<Record<AuthRoute, Limit>>> = {
  '/sign-in/email': { max: 100, windowSeconds: MINUTE },
  '/sign-in/sso': { max: 60, windowSeconds: MINUTE },
  '/sso/callback/{providerId}': { max: 60, windowSeconds: MINUTE },
  '/sign-up/email': { max: 100, windowSeconds: MINUTE },
  '/change-password': { max: 20, windowSeconds: MINUTE },
  '/verify-password': { max: 20, windowSeconds: MINUTE },
  '/request-password-reset': { max: 10, windowSeconds: MINUTE },
  '/reset-password': { max: 20, windowSeconds: MINUTE },
  '/organization/create': { max: 60, windowSeconds: MINUTE },
  '/organization/invite-member': { max: 100, windowSeconds: MINUTE },
}
/** What has mail sent to whatever address a client names, before anybody is signed in; together. */
const MAILING = new Set<AuthRoute>(['/sign-up/email', '/request-password-reset'])
const MAILS: Limit = { max: 1000, windowSeconds: 86_400 }
/** Everything else, counted by each process for itself. */
const OTHERS: Limit = { max: 1000, windowSeconds: MINUTE }
/** Read on every page. */
const FREE = new Set<AuthRoute>(['/get-session'])

export type RequestLimits = (call: AuthCall, client: string) => Promise<void>

/** Throws 429 beyond the limit of the route. */
export function createRequestLimits(context: Context): RequestLimits {
  const hasMail = context.settings.sendMail !== undefined
  const memory = new RateLimiterMemory({ points: OTHERS.max, duration: OTHERS.windowSeconds })
  return async ({ route }, client) => {
    if (FREE.has(route)) return
    if (hasMail && MAILING.has(route)) await requireAttempt(context, `request|mail|${client}`, MAILS)
    const limit = COUNTED[route]
    if (limit) {
      await requireAttempt(context, `request|${route}|${client}`, limit)
      return
    }
    try {
      await memory.consume(`${route}|${client}`)
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      throw tooMany({ retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
    }
  }
}
