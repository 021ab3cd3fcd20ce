/** What the plug-ins leave open: a code works once, and removing a factor ends what it let in. */
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import type { Database } from '../../db/database.js'
import { endOtherSessions } from '../end-other-sessions.js'
import { markSecondFactor, remarkSecondFactor } from './mark-session.js'
import { spendTotpStep } from './spend-totp-step.js'

const SHOWS_A_FACTOR = new Set([
  '/two-factor/verify-backup-code',
  '/passkey/verify-authentication',
  '/passkey/verify-registration',
])
const REMOVES_A_FACTOR = new Set(['/two-factor/disable', '/passkey/delete-passkey'])

export function createFactorHooks(db: Database) {
  return {
    id: 'factor-hooks',
    hooks: {
      after: [
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
