/** An organization's provider as its owners see it: the secret is never shown again. */
import type { OrganizationRow } from '../../db/lock-organization.js'
import type { CompanySignIn } from '../../schemas/company-sign-in.js'
import { unseal } from '../../seal.js'
import type { SceneApiSettings } from '../../settings.js'
import { AUTH_BASE } from '../auth-paths.js'
import { recordOf } from './domain-proof.js'
import type { ProviderRow } from './find-company.js'

/** The sealed part, as the plug-in reads it. */
export interface ClientConfig {
  readonly clientId: string
  readonly clientSecret: string
}

export const readClient = (authSecret: string, { oidcConfig }: ProviderRow): ClientConfig =>
  JSON.parse(unseal(authSecret, oidcConfig)) as ClientConfig

export function presentCompanySignIn(
  { publicUrl, authSecret }: SceneApiSettings,
  { id }: OrganizationRow,
  row: ProviderRow | null,
): CompanySignIn {
  return {
    redirectUri: `${publicUrl}${AUTH_BASE}/sso/callback/${id}`,
    provider: row && {
      issuer: row.issuer,
      clientId: readClient(authSecret, row).clientId,
      domain: row.domain,
      isDomainProved: row.domainVerified,
      record: recordOf(row),
      required: row.required,
      createdAt: row.createdAt.toISOString(),
    },
  }
}
