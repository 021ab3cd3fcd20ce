/** People, sessions, organizations, members and invitations: better-auth over our tables. */
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { openAPI } from 'better-auth/plugins/open-api'
import type { Context } from '../context.js'
import { redactText } from '../logger.js'
import * as tables from '../db/schema.js'
import { ownOrigins } from '../http/own-origins.js'
import { isLoopbackUrl } from '../loopback-url.js'
import { createAccountInputPlugin } from './account-input.js'
import { createCredentialsPlugin } from './credentials.js'
import { accountHooks, createCompanyPlugins } from './company/company-plugin.js'
import { signInFailedUrl } from './company/prepare-sign-in.js'
import { noteFailures } from './database-failures.js'
import { endOtherSessions } from './end-other-sessions.js'
import { createAccountEvents, recordPasswordReset } from './events/account-events.js'
import { passwordChanged, tellPerson } from './events/account-mail.js'
import { createFactorHooks } from './factors/factor-hooks.js'
import { createFactorPlugins } from './factors/factor-plugins.js'
import { forgetStrangers } from './limits/limit-guesses.js'
import { accountExistsMail, confirmAddressMail, passwordResetMail } from './mail/account-mail.js'
import { createMailDesk } from './mail/mail-desk.js'
import { createOrganizationPlugin } from './organization-plugin.js'
import { createAddressPlugin, createAddressToken, claimAccount } from './prove-address.js'
import { createSignUpGuard } from './require-sign-up.js'
import { markSession } from './mark-session.js'
import { IDLE_SECONDS, sessionHooks } from './session-end.js'
import { afterSharedCommit, joinSharedTransaction } from './shared-transaction.js'

/** Set by us from the client's address, over whatever a client sent. */
export const CLIENT_ADDRESS_HEADER = 'x-vectreal-client-address'

/** More rows than one organization or person can have. */
const MAX_LISTED = 10_000

/** `__Host-`: no other host and no plain http can set or get it. */
export const cookiePrefix = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-vectreal' : 'vectreal'

/** A platform that only its own machine can reach may be tried with a provider there: the library asks for its trust. */
const trustedOrigins = (publicUrl: string): string[] => [
  ...ownOrigins(publicUrl),
  ...(isLoopbackUrl(publicUrl) ? ['http://localhost:*', 'http://127.0.0.1:*'] : []),
]

/** Whoever asked may have named no page; the library would lead the reader of the mail to an error. */
function withPage(resetUrl: string): string {
  const url = new URL(resetUrl)
  if (!url.searchParams.get('callbackURL')) url.searchParams.set('callbackURL', '/dashboard/reset-password')
  return url.href
}

export type Auth = ReturnType<typeof createAuth>

export function createAuth(context: Context) {
  const { clock, settings, logger } = context
  const { publicUrl } = settings
  const db = joinSharedTransaction(context)
  const desk = createMailDesk(context)
  const forgotPasswordUrl = `${publicUrl}/dashboard/forgot-password`
  const tellOfChange = (email: string) =>
    afterSharedCommit(async () => tellPerson(context, email, passwordChanged))

  const adapter = drizzleAdapter(db, {
    provider: 'pg',
    transaction: true,
    schema: {
      user: tables.users,
      session: tables.sessions,
      account: tables.accounts,
      verification: tables.verifications,
      organization: tables.organizations,
      member: tables.members,
      invitation: tables.invitations,
      twoFactor: tables.twoFactors,
      passkey: tables.passkeys,
      ssoProvider: tables.ssoProviders,
    },
  })

  return betterAuth({
    appName: 'Vectreal',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: settings.authSecret,
    trustedOrigins: trustedOrigins(publicUrl),
    telemetry: { enabled: false },
    hooks: { before: createSignUpGuard(context) },
    // What is no response of the library goes to our error handler: a lost database is a 503.
    onAPIError: { throw: true, errorURL: signInFailedUrl(publicUrl) },
    database: (options: BetterAuthOptions) => noteFailures(adapter(options)),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 8,
      maxPasswordLength: 128,
      requireEmailVerification: desk.isOpen,
      ...(desk.isOpen && {
        sendResetPassword: async ({ user, url }) =>
          desk.sendAsked(user.email, () => passwordResetMail(user.email, withPage(url))),
        onExistingUserSignUp: async ({ user }) =>
          desk.sendAsked(user.email, () => accountExistsMail(user.email, forgotPasswordUrl)),
      }),
      onPasswordReset: async ({ user }) => {
        if (desk.isOpen) await claimAccount(db, user.id, 'credential')
        await endOtherSessions(db, user.id, null)
        await forgetStrangers({ db }, user.email)
        await recordPasswordReset({ ...context, db }, user.id)
        await tellOfChange(user.email)
      },
    },
    ...(desk.isOpen && {
      emailVerification: {
        sendOnSignUp: true,
        // Accounts from before there was mail, and whoever lost the first one.
        sendOnSignIn: true,
        sendVerificationEmail: async ({ user }) =>
          desk.sendAsked(user.email, async () => {
            const token = await createAddressToken({ db: context.db, clock }, user.id)
            // In the fragment: it reaches neither a log nor another site.
            return confirmAddressMail(user.email, `${publicUrl}/dashboard/verify-address#token=${token}`)
          }),
      },
    }),
    verification: { storeIdentifier: 'hashed' },
    databaseHooks: {
      session: { ...sessionHooks, create: { before: markSession } },
      account: accountHooks,
    },
    session: {
      expiresIn: IDLE_SECONDS,
      updateAge: 86_400,
      // "Signed-in devices" is no less true after a day; what needs a recent proof asks for one by itself.
      freshAge: 0,
      additionalFields: {
        confirmedAt: { type: 'date', input: false, required: false },
        secondFactor: { type: 'boolean', input: false, required: false, defaultValue: false },
        lastSeenAt: { type: 'date', input: false, required: false },
        companyId: { type: 'string', input: false, required: false },
      },
    },
    // Ours count per account as well, and outside the transaction of what is counted: see limits/.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: cookiePrefix(publicUrl),
      // The library's own prefix would be the weaker `__Secure-`.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') },
      // Its lists would end at 100.
      database: { defaultFindManyLimit: MAX_LISTED },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: {
      level: 'warn',
      // The library writes errors into its text, and its plug-ins pass errors in place of it, whatever the type says.
      log: (level, message: unknown) =>
        logger[level === 'error' ? 'warn' : 'debug']({ part: 'auth' }, redactText(String(message))),
    },
    plugins: [
      openAPI({ disableDefaultReference: true }),
      createAccountInputPlugin(),
      ...createFactorPlugins(publicUrl),
      createFactorHooks(context, db),
      createAccountEvents({ ...context, db }),
      createCredentialsPlugin(db, tellOfChange),
      createAddressPlugin({ db, clock }),
      createOrganizationPlugin(context, desk),
      ...createCompanyPlugins(context, db),
    ],
  })
}
