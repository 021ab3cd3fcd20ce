/** `GET …/company-sign-in`. */
import { eq } from 'drizzle-orm'
import * as contract from '../../contract/company-sign-in.js'
import { ssoProviders } from '../../db/sso-providers.js'
import { presentCompanySignIn } from '../../identity/company/present-provider.js'
import { route } from '../../mount/route.js'

export const readCompanySignIn = route({
  operation: contract.readCompanySignIn,
  async handle({ context: { db, settings }, access: { organization } }) {
    const [row] = await db.select().from(ssoProviders).where(eq(ssoProviders.organizationId, organization.id))
    return presentCompanySignIn(settings, organization, row ?? null)
  },
})
