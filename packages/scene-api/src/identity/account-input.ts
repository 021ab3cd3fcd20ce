/** What people may choose for their account, checked before the library looks anything up: a refusal tells nothing of others. */
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { publicNameSchema } from '../schemas/text.js'
import type { AuthRoute } from './auth-paths.js'
import { isCommonPassword } from './common-passwords.js'

const CHECKED: readonly AuthRoute[] = [
  '/sign-up/email',
  '/update-user',
  '/change-password',
  '/reset-password',
]

interface Given {
  readonly name?: unknown
  readonly email?: unknown
  readonly password?: unknown
  readonly newPassword?: unknown
}

export function createAccountInputPlugin(): BetterAuthPlugin {
  return {
    id: 'account-input',
    hooks: {
      before: [
        {
          matcher: ({ path }) => CHECKED.some((route) => route === path),
          handler: createAuthMiddleware(async (ctx) => {
            const { body, path } = ctx
            const { name, email, password, newPassword } = (body ?? {}) as Given
            if (name !== undefined || path === '/sign-up/email') requireName(name)
            const person = path === '/change-password' ? (await getSessionFromCtx(ctx))?.user : undefined
            const own = [email, name, person?.email, person?.name]
            requireUncommon(path === '/sign-up/email' ? password : newPassword, own)
          }),
        },
      ],
    },
  }
}

function requireName(name: unknown): void {
  const result = publicNameSchema.safeParse(name)
  if (result.success) return
  throw new APIError('BAD_REQUEST', {
    code: 'INVALID_NAME',
    message: `name: ${result.error.issues[0]?.message ?? 'is not valid'}`,
  })
}

function requireUncommon(password: unknown, own: readonly unknown[]): void {
  if (typeof password !== 'string') return
  const words = own.filter((word) => typeof word === 'string')
  if (!isCommonPassword(password, words)) return
  throw new APIError('BAD_REQUEST', {
    code: 'PASSWORD_TOO_COMMON',
    message: 'This password is one of those that attackers try first. Choose another one.',
  })
}
