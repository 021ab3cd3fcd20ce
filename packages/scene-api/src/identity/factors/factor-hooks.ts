/** What the plug-ins leave open: a code works once, and removing a factor ends what it let in. */
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import type { Context } from '../../context.js'
import type { Database } from '../../db/database.js'
import { countGuess, forgetGuesses } from '../confirm/count-guess.js'
import { endOtherSessions } from '../end-other-sessions.js'
import { markSecondFactor, remarkSecondFactor } from './mark-session.js'
import { spendTotpStep } from './spend-totp-step.js'

const SECOND_STEP = new Set(['/two-factor/verify-totp', '/two-factor/verify-backup-code'])
const CHECKS_PASSWORD = new Set([
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
])
const SHOWS_A_FACTOR = new Set([
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
  '/passkey/verify-registration',
])
const REMOVES_A_FACTOR = new Set(['/two-factor/disable', '/passkey/delete-passkey'])

export function createFactorHooks(context: Context, db: Database) {
  return {
    id: 'factor-hooks',
    hooks: {
      before: [
        {
          matcher: ({ path }) => SECOND_STEP.has(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx)
            if (!session?.user.twoFactorEnabled) return
            // It would tell right codes from wrong ones, as often as somebody asks.
            throw new APIError('BAD_REQUEST', {
              code: 'ALREADY_SIGNED_IN',
              message: 'You are signed in already. POST /api/account/confirm takes codes as a proof.',
            })
          }),
        },
        {
          matcher: ({ path }) => CHECKS_PASSWORD.has(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx)
            if (session) await countGuess(context, session.user.id)
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => CHECKS_PASSWORD.has(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            const { returned, session } = ctx.context
            if (!isAPIError(returned) && session) await forgetGuesses(context, session.user.id)
          }),
        },
        {
          matcher: ({ path }) => path === '/change-password',
          handler: createAuthMiddleware(async (ctx) => {
            const { session, newSession } = ctx.context
            // The new session is the old one's: it knows as much about its person.
            if (newSession && session?.session.secondFactor) await markSecondFactor(db, newSession.session.id)
          }),
        },
        {
          matcher: ({ path }) => path === '/two-factor/verify-totp',
          handler: createAuthMiddleware(async (ctx) => {
            const { newSession, secretConfig, returned } = ctx.context
            if (isAPIError(returned) || !newSession) return
            const { code } = ctx.body as { code: string }
            if (await spendTotpStep(db, secretConfig, newSession.user.id, code)) {
              return markSecondFactor(db, newSession.session.id)
            }
            await ctx.context.internalAdapter.deleteSession(newSession.session.token)
            deleteSessionCookie(ctx)
            throw new APIError('UNAUTHORIZED', {
              code: 'CODE_ALREADY_USED',
              message: 'This code was used already. Wait for the next one.',
            })
          }),
        },
        {
          matcher: ({ path }) => SHOWS_A_FACTOR.has(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            if (isAPIError(ctx.context.returned)) return
            const current = ctx.context.newSession ?? ctx.context.session
            if (current) await markSecondFactor(db, current.session.id)
          }),
        },
        {
          matcher: ({ path }) => REMOVES_A_FACTOR.has(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            if (isAPIError(ctx.context.returned)) return
            const current = ctx.context.newSession ?? ctx.context.session
            if (!current) return
            await endOtherSessions(db, current.user.id, current.session.id)
            await remarkSecondFactor(db, current.user.id)
          }),
        },
      ],
    },
  } satisfies BetterAuthPlugin
}
