/** Sign-in at an organization's own provider: its settings, and the way there. */
import { queryOptions } from '@tanstack/react-query'
import type { CallOf, ResultOf } from '@vectreal/scene-api/client'
import { api, post } from './client'

const COMPANY = '/api/organizations/{org}/company-sign-in'

export type CompanySignIn = ResultOf<`GET ${typeof COMPANY}`>
export type CompanyProvider = NonNullable<CompanySignIn['provider']>

export const companySignInQuery = (org: string) =>
  queryOptions({
    queryKey: ['company-sign-in', org],
    queryFn: ({ signal }) => api.call(`GET ${COMPANY}`, { params: { org }, signal }),
  })

/** Without `clientSecret` the one that is kept stays. */
export type CompanySettings = CallOf<`PUT ${typeof COMPANY}`>['body']

export const setCompanySignIn = (org: string, body: CompanySettings) =>
  api.call(`PUT ${COMPANY}`, { params: { org }, body })

export const proveCompanyDomain = (org: string) =>
  api.call(`POST ${COMPANY}/prove-domain`, { params: { org } })

export const removeCompanySignIn = (org: string) => api.call(`DELETE ${COMPANY}`, { params: { org } })

/** By an address, or by the organization's short name or id. */
export type CompanyName = { readonly email: string } | { readonly organizationSlug: string }

interface BeginOptions {
  /** A path of this dashboard, below `/dashboard`. */
  readonly next?: string
  /** The provider asks the person again. */
  readonly fresh?: boolean
}

/** Resolves to the address of the provider. */
export async function beginCompanySignIn(
  name: CompanyName,
  { next = '/', fresh = false }: BeginOptions = {},
): Promise<string> {
  const [path = '/'] = next.split(/[?#]/, 1)
  const callbackURL = path === '/' ? '/dashboard' : `/dashboard${path}`
  const { url } = await post<{ url: string }>('/api/auth/sign-in/sso', { ...name, callbackURL, fresh })
  return url
}
