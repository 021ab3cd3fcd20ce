/** Finds the provider that somebody signs in at, and says to the library what it may be asked. */
import { z } from 'zod'
import type { Context } from '../../context.js'
import { requireEntitlement } from '../../domain/audit/require-entitlement.js'
import { parseOr400 } from '../../http/validate.js'
import { Problem } from '../../problem.js'
import type { SceneApiSettings } from '../../settings.js'
import type { AuthCall } from '../auth-call.js'
import { domainOf } from '../mail-domain.js'
import { nonceOf } from './company-call.js'
import { findCompanyOfDomain, findCompanyOfName } from './find-company.js'

/** The library would take scopes, parameters and addresses to return to from anybody. */
const bodySchema = z
  .strictObject({
    email: z.string().max(254, 'must have at most 254 characters').optional(),
    organizationSlug: z.string().max(128, 'must have at most 128 characters').optional(),
    callbackURL: z
      .string()
      .regex(/^\/dashboard(?:\/[\w/-]*)?$/, 'must be a path of the dashboard')
      .optional(),
    fresh: z.boolean().optional(),
  })
  .refine(
    ({ email, organizationSlug }) => (email === undefined) !== (organizationSlug === undefined),
    'must hold one of email and organizationSlug',
  )

/** Providers then say when the person last signed in there; a session is no older than this anyway. */
const MAX_AGE_SECONDS = 30 * 86_400

/** Throws 400 naming the field, 403 `entitlement_required`, 404 where nobody has set up a provider. */
export async function prepareCompanySignIn(context: Context, call: AuthCall): Promise<AuthCall> {
  if (call.route !== '/sign-in/sso') return call
  const { email, organizationSlug, callbackURL, fresh = false } = parseOr400(bodySchema, call.body ?? {})
  const domain = email === undefined ? null : domainOf(email)
  const company =
    organizationSlug !== undefined
      ? await findCompanyOfName(context.db, organizationSlug)
      : domain && (await findCompanyOfDomain(context.db, domain))
  if (!company) {
    throw new Problem('not_found', {
      detail:
        'No organization has set up its own sign-in for that. Ask whoever invited you, or sign in another way.',
    })
  }
  requireEntitlement(company.organization, 'company_sign_in')
  const { publicUrl } = context.settings
  return {
    ...call,
    body: {
      providerId: company.provider.providerId,
      scopes: ['openid', 'email', 'profile'],
      callbackURL: `${publicUrl}${callbackURL ?? '/dashboard'}`,
      errorCallbackURL: signInFailedUrl(publicUrl),
      ...(email !== undefined && { loginHint: email }),
      additionalParams: fresh ? { prompt: 'login', max_age: '0' } : { max_age: String(MAX_AGE_SECONDS) },
    },
  }
}

export const signInFailedUrl = (publicUrl: string): string => `${publicUrl}/dashboard/sign-in`

/** Adds the nonce to the address that the library made. */
export async function bindToNonce(authSecret: string, response: Response): Promise<Response> {
  if (!response.ok) return response
  const { url, redirect } = (await response.json()) as { url: string; redirect: boolean }
  const target = new URL(url)
  target.searchParams.set('nonce', nonceOf(authSecret, target.searchParams.get('state') ?? ''))
  return Response.json({ url: target.href, redirect }, { headers: response.headers })
}

type Patience = Pick<SceneApiSettings, 'publicUrl' | 'providerPatienceMs'>

/**
 * People see this response in their browser: whatever fails or takes too long leads to a page that says so. `run` gets a
 * signal that is aborted then.
 */
export async function leadBack(
  { publicUrl, providerPatienceMs }: Patience,
  run: (givenUp: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const patience = new AbortController()
  const response = await new Promise<Response>((resolve, reject) => {
    const timer = setTimeout(() => {
      patience.abort()
      resolve(new Response(null, { status: 504 }))
    }, providerPatienceMs)
    run(patience.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
  if (response.status < 400) return response
  const headers = new Headers(response.headers)
  headers.set('location', `${signInFailedUrl(publicUrl)}?error=provider_failed`)
  return new Response(null, { status: 302, headers })
}
