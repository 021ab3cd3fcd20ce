/** `PUT …/company-sign-in`. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { getPublicSuffix } from 'tldts'
import type { z } from 'zod'
import * as contract from '../../contract/company-sign-in.js'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { ssoProviders } from '../../db/sso-providers.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { requireEntitlement } from '../../domain/audit/require-entitlement.js'
import { discoverProvider } from '../../identity/company/discover-provider.js'
import { createDomainToken } from '../../identity/company/domain-proof.js'
import type { ProviderRow } from '../../identity/company/find-company.js'
import { forgetCompanyIdentity } from '../../identity/company/forget-identities.js'
import { presentCompanySignIn, readClient } from '../../identity/company/present-provider.js'
import { parseMailDomain } from '../../identity/mail-domain.js'
import { isLoopbackUrl } from '../../loopback-url.js'
import { route } from '../../mount/route.js'
import { invalidRequest } from '../../problem.js'
import { seal } from '../../seal.js'

type Given = z.output<typeof contract.setCompanySignIn.body>

export const setCompanySignIn = route({
  operation: contract.setCompanySignIn,
  async handle({ context, access: { organization, actor }, body }) {
    const { db, clock, settings } = context
    requireEntitlement(organization, 'company_sign_in')
    const domain = requireDomain(body.domain)
    const endpoints = await discoverProvider(body.issuer, isLoopbackUrl(settings.publicUrl))
    const row = await db.transaction(async (tx) => {
      const before = await lockProvider(tx, organization.id)
      const isSameClient = before !== null && isSame(context, before, body)
      const clientSecret =
        body.clientSecret ?? (isSameClient ? readClient(settings.authSecret, before).clientSecret : null)
      if (clientSecret === null) {
        throw invalidRequest([
          { path: 'clientSecret', message: 'is required when the issuer or client changes' },
        ])
      }
      const { clientId } = body
      const isSameDomain = before?.domain === domain
      const set = {
        issuer: body.issuer,
        domain,
        required: body.required,
        oidcConfig: seal(
          settings.authSecret,
          JSON.stringify({ issuer: body.issuer, clientId, clientSecret, pkce: true, ...endpoints }),
        ),
        ...(!isSameDomain && { domainVerified: false, domainToken: createDomainToken() }),
      }
      if (before !== null && !(isSameClient && isSameDomain)) await forgetCompanyIdentity(tx, organization.id)
      const [saved] = await tx
        .insert(ssoProviders)
        .values({
          id: randomUUID(),
          organizationId: organization.id,
          providerId: organization.id,
          userId: actor.id,
          createdAt: clock.now(),
          domainToken: createDomainToken(),
          ...set,
        })
        .onConflictDoUpdate({ target: ssoProviders.organizationId, set })
        .returning()
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'company_sign_in.changed',
        actor,
        target: { kind: 'organization', id: organization.id },
        ...(before && { before: auditFacts(context, before) }),
        after: {
          ...auditFacts(context, saved as ProviderRow),
          ...(body.clientSecret && { clientSecret: 'new' }),
        },
      })
      return saved as ProviderRow
    })
    return presentCompanySignIn(settings, organization, row)
  },
})

/** Before the organization's own lock: sign-ins take the two in that order. */
export async function lockProvider(tx: Transaction, organizationId: string): Promise<ProviderRow | null> {
  const [row] = await tx
    .select()
    .from(ssoProviders)
    .where(eq(ssoProviders.organizationId, organizationId))
    .for('update')
  return row ?? null
}

function isSame({ settings }: Context, before: ProviderRow, { issuer, clientId }: Given): boolean {
  return before.issuer === issuer && readClient(settings.authSecret, before).clientId === clientId
}

export const auditFacts = ({ settings }: Pick<Context, 'settings'>, row: ProviderRow) => ({
  issuer: row.issuer,
  clientId: readClient(settings.authSecret, row).clientId,
  domain: row.domain,
  required: row.required,
})

/** One that somebody can own: nobody speaks for all of `co.uk`. */
function requireDomain(text: string): string {
  const domain = parseMailDomain(text.trim())
  if (domain === null) {
    throw invalidRequest([{ path: 'domain', message: 'must be a domain such as example.com' }])
  }
  if (getPublicSuffix(domain, { allowPrivateDomains: true }) === domain) {
    throw invalidRequest([
      { path: 'domain', message: `${domain} is shared by many people: give a domain of your own` },
    ])
  }
  return domain
}
