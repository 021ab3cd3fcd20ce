/**
 * What a session that an organization's own provider opened is good for: that organization, and nothing else of its person.
 * Whoever runs the provider could otherwise sign in as them and reach their other organizations.
 */
import type { OrganizationRow } from '../../db/lock-organization.js'
import { Problem } from '../../problem.js'
import type { Role } from '../../schemas/actor.js'
import type { SessionFacts } from '../access.js'
import { mayHaveCompanySignIn } from './find-company.js'

type Scoped = Pick<SessionFacts, 'companyId'>

/** Throws 403 `own_sign_in_required`. */
export function requireOwnSignIn({ companyId }: Scoped): void {
  if (companyId !== null) throw new Problem('own_sign_in_required')
}

interface Rule {
  readonly organization: Pick<OrganizationRow, 'id' | 'plan'>
  /** Whether everybody but owners has to sign in at the organization's provider. */
  readonly isRequired: boolean
  readonly role: Role
}

/** Throws 403: `own_sign_in_required` or `company_sign_in_required`. */
export function requireScope({ companyId }: Scoped, { organization, isRequired, role }: Rule): void {
  if (companyId !== null && companyId !== organization.id) throw new Problem('own_sign_in_required')
  if (!isRequired || companyId === organization.id || role === 'owner') return
  if (mayHaveCompanySignIn(organization.plan)) throw new Problem('company_sign_in_required')
}
