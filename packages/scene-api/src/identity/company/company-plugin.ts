/** Sign-in at an organization's own OpenID provider: better-auth's SSO plug-in over our rules. */
import { sso } from '@better-auth/sso'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import type { Context } from '../../context.js'
import type { Database } from '../../db/database.js'
import { unseal } from '../../seal.js'
import { createAdmission } from './admit-person.js'

export function createCompanyPlugins(context: Context, db: Database): BetterAuthPlugin[] {
  return [createSso(context, db), { id: 'company-sessions', hooks: { after: [replacesSession] } }]
}

function createSso(context: Context, db: Database): BetterAuthPlugin {
  const plugin = sso({
    // Providers are set up over our own routes.
    providersLimit: 0,
    domainVerification: { enabled: true },
    organizationProvisioning: { disabled: true },
    resolveUser: createAdmission(context, db),
  })
  const { ssoProvider } = plugin.schema
  const { oidcConfig, samlConfig: _none, ...fields } = ssoProvider.fields
  const { authSecret } = context.settings
  const output = (sealed: unknown) => (typeof sealed === 'string' ? unseal(authSecret, sealed) : null)
  return {
    ...plugin,
    schema: {
      ssoProvider: {
        ...ssoProvider,
        fields: {
          ...fields,
          oidcConfig: { ...oidcConfig, transform: { output } },
          domainToken: { type: 'string', required: true, input: false },
          createdAt: { type: 'date', required: true, input: false },
        },
      },
    },
  } as BetterAuthPlugin
}

/** Whoever signs in once more to prove who they are is not signed in twice. */
const replacesSession = {
  matcher: ({ path }: { path?: string }) => path === '/sso/callback/:providerId',
  handler: createAuthMiddleware(async (ctx) => {
    const made = ctx.context.newSession
    const before = made && (await getSessionFromCtx(ctx))
    if (!before || before.session.id === made.session.id || before.user.id !== made.user.id) return
    if (before.session.companyId !== made.session.companyId) return
    await ctx.context.internalAdapter.deleteSession(before.session.token)
  }),
}

/** What providers hand out with a sign-in is of no use afterwards, and is not kept. */
const withoutTokens = async () => ({
  data: {
    accessToken: null,
    refreshToken: null,
    idToken: null,
    accessTokenExpiresAt: null,
    refreshTokenExpiresAt: null,
  },
})

export const accountHooks = { create: { before: withoutTokens }, update: { before: withoutTokens } }
