/** `DELETE …/company-sign-in`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/company-sign-in.js'
import { ssoProviders } from '../../db/sso-providers.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { forgetCompanyIdentity } from '../../identity/company/forget-identities.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { auditFacts, lockProvider } from './set-company-sign-in.js'

export const removeCompanySignIn = route({
  operation: contract.removeCompanySignIn,
  async handle({ context, access: { organization, actor } }) {
    const { db, clock } = context
    await db.transaction(async (tx) => {
      const row = await lockProvider(tx, organization.id)
      if (row === null) throw new Problem('not_found', { detail: 'No provider is set up.' })
      await tx.delete(ssoProviders).where(eq(ssoProviders.id, row.id))
      await forgetCompanyIdentity(tx, organization.id)
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'company_sign_in.removed',
        actor,
        target: { kind: 'organization', id: organization.id },
        before: auditFacts(context, row),
      })
    })
  },
})
