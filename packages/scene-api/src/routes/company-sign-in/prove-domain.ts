/** `POST …/company-sign-in/prove-domain`. */
import { and, eq, ne } from 'drizzle-orm'
import * as contract from '../../contract/company-sign-in.js'
import type { Context } from '../../context.js'
import type { Transaction } from '../../db/database.js'
import { ssoProviders } from '../../db/sso-providers.js'
import { SYSTEM } from '../../domain/audit/actor.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { requireEntitlement } from '../../domain/audit/require-entitlement.js'
import { lookUpRecord, recordOf, type TxtRecord } from '../../identity/company/domain-proof.js'
import type { ProviderRow } from '../../identity/company/find-company.js'
import { presentCompanySignIn } from '../../identity/company/present-provider.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { lockProvider } from './set-company-sign-in.js'

export const proveCompanyDomain = route({
  operation: contract.proveCompanyDomain,
  async handle({ context, access: { organization, actor } }) {
    const { db, clock, settings } = context
    requireEntitlement(organization, 'company_sign_in')
    const [asked] = await db
      .select()
      .from(ssoProviders)
      .where(eq(ssoProviders.organizationId, organization.id))
    if (!asked) throw new Problem('not_found', { detail: 'No provider is set up.' })
    if (asked.domainVerified) return presentCompanySignIn(settings, organization, asked)
    await requireRecord(context, recordOf(asked))
    const overtaken = await findOvertaken(context, asked)
    const row = await db.transaction(async (tx) => {
      const row = await lockProvider(tx, organization.id)
      if (row?.domainToken !== asked.domainToken)
        throw new Problem('conflict', { detail: 'The domain was changed meanwhile.' })
      if (overtaken) await withdraw(context, tx, overtaken)
      const [saved] = await tx
        .update(ssoProviders)
        .set({ domainVerified: true })
        .where(eq(ssoProviders.id, row.id))
        .returning()
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'company_sign_in.domain_proved',
        actor,
        target: { kind: 'organization', id: organization.id },
        after: { domain: row.domain },
      })
      return saved as ProviderRow
    })
    return presentCompanySignIn(settings, organization, row)
  },
})

/** Throws 409 `domain_not_proved`. */
async function requireRecord({ settings }: Context, record: TxtRecord): Promise<void> {
  const standing = await lookUpRecord(settings.resolveTxt, record)
  if (standing === 'stands') return
  throw new Problem('domain_not_proved', {
    detail:
      standing === 'missing'
        ? `${record.name} has no TXT record “${record.value}” yet. A new record can take up to an hour to be seen.`
        : `The name servers of ${record.name} do not respond. Try again in a few minutes.`,
    record,
  })
}

/** Whoever proved the same domain before, and whose record is gone. Throws 409 while it stands. */
async function findOvertaken(
  { db, settings }: Context,
  { id, domain }: ProviderRow,
): Promise<ProviderRow | null> {
  const [other] = await db
    .select()
    .from(ssoProviders)
    .where(
      and(eq(ssoProviders.domain, domain), eq(ssoProviders.domainVerified, true), ne(ssoProviders.id, id)),
    )
  if (!other) return null
  // A proof is not lost because name servers are away for a while.
  if ((await lookUpRecord(settings.resolveTxt, recordOf(other))) === 'missing') return other
  throw new Problem('conflict', {
    detail: `Another organization has proved ${domain}, and its record is still there. Remove that record first.`,
  })
}

async function withdraw(
  { clock }: Context,
  tx: Transaction,
  { id, organizationId, domain }: ProviderRow,
): Promise<void> {
  await tx.update(ssoProviders).set({ domainVerified: false }).where(eq(ssoProviders.id, id))
  await recordAudit(tx, {
    organizationId,
    at: clock.now(),
    action: 'company_sign_in.domain_lost',
    actor: SYSTEM,
    target: { kind: 'organization', id: organizationId },
    before: { domain },
  })
}
