/** The routes of better-auth that this server has. What is not listed here cannot be reached. */
export const AUTH_BASE = '/api/auth'

type Method = 'GET' | 'POST'

const READ = ['GET'] as const
const WRITE = ['POST'] as const

/** Path after `/api/auth`, in OpenAPI's form, and the methods it takes. */
export const AUTH_ROUTES = {
  '/sign-up/email': WRITE,
  '/sign-in/email': WRITE,
  '/sign-in/sso': WRITE,
  '/sso/callback/{providerId}': READ,
  '/sign-out': WRITE,
  '/get-session': ['GET', 'POST'],
  '/list-sessions': READ,
  '/revoke-session': WRITE,
  '/revoke-sessions': WRITE,
  '/revoke-other-sessions': WRITE,
  '/update-user': WRITE,
  '/verify-password': WRITE,
  '/change-password': WRITE,
  '/request-password-reset': WRITE,
  '/reset-password': WRITE,
  '/reset-password/{token}': READ,
  '/verify-address': WRITE,
  '/list-accounts': READ,
  '/two-factor/enable': WRITE,
  '/two-factor/verify-totp': WRITE,
  '/two-factor/verify-backup-code': WRITE,
  '/two-factor/generate-backup-codes': WRITE,
  '/two-factor/disable': WRITE,
  '/passkey/generate-register-options': READ,
  '/passkey/verify-registration': WRITE,
  '/passkey/generate-authenticate-options': READ,
  '/passkey/verify-authentication': WRITE,
  '/passkey/update-passkey': WRITE,
  '/passkey/delete-passkey': WRITE,
  '/organization/create': WRITE,
  '/organization/update': WRITE,
  '/organization/delete': WRITE,
  '/organization/set-active': WRITE,
  '/organization/get-organization': READ,
  '/organization/get-full-organization': READ,
  '/organization/list': READ,
  '/organization/check-slug': WRITE,
  '/organization/invite-member': WRITE,
  '/organization/cancel-invitation': WRITE,
  '/organization/accept-invitation': WRITE,
  '/organization/reject-invitation': WRITE,
  '/organization/get-invitation': READ,
  '/organization/list-invitations': READ,
  '/organization/list-user-invitations': READ,
  '/organization/list-members': READ,
  '/organization/get-active-member': READ,
  '/organization/get-active-member-role': READ,
  '/organization/remove-member': WRITE,
  '/organization/update-member-role': WRITE,
  '/organization/leave': WRITE,
  '/organization/has-permission': WRITE,
} as const satisfies Record<string, readonly Method[]>

export type AuthRoute = keyof typeof AUTH_ROUTES

export const AUTH_PATHS = Object.keys(AUTH_ROUTES) as AuthRoute[]

/** What a path parameter may hold: tokens and ids. */
const PARAMETER = '[A-Za-z0-9_-]{1,128}'
const FORMS = AUTH_PATHS.map((route) => ({
  route,
  form: new RegExp(`^${route.replaceAll(/\{\w+\}/g, PARAMETER)}$`),
}))

/** `path` as it stands after `/api/auth`. Null: not one of ours, or not with that method. */
export function findAuthRoute(method: string, path: string): AuthRoute | null {
  const found = FORMS.find(({ form }) => form.test(path))
  if (found === undefined) return null
  const methods: readonly string[] = AUTH_ROUTES[found.route]
  return methods.includes(method) ? found.route : null
}
