/** The routes of better-auth that this server has. The library brings more, for social sign-in and verified addresses. */
export const AUTH_BASE = '/api/auth'

export const AUTH_PATHS = [
  '/sign-up/email',
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/list-sessions',
  '/revoke-session',
  '/revoke-sessions',
  '/revoke-other-sessions',
  '/update-user',
  '/verify-password',
  '/change-password',
  '/request-password-reset',
  '/reset-password',
  '/reset-password/{token}',
  '/list-accounts',
  '/organization/create',
  '/organization/update',
  '/organization/delete',
  '/organization/set-active',
  '/organization/get-organization',
  '/organization/get-full-organization',
  '/organization/list',
  '/organization/check-slug',
  '/organization/invite-member',
  '/organization/cancel-invitation',
  '/organization/accept-invitation',
  '/organization/reject-invitation',
  '/organization/get-invitation',
  '/organization/list-invitations',
  '/organization/list-user-invitations',
  '/organization/list-members',
  '/organization/get-active-member',
  '/organization/get-active-member-role',
  '/organization/remove-member',
  '/organization/update-member-role',
  '/organization/leave',
  '/organization/has-permission',
] as const

const FORMS = AUTH_PATHS.map((path) => new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`))

/** `path` as it stands after `/api/auth`. */
export const isAuthPath = (path: string): boolean => FORMS.some((form) => form.test(path))
