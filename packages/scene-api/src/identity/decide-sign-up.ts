/** Whether a stranger may make an account: the rule behind SIGN_UP and SIGN_UP_DOMAINS. */
import type { ProblemCode } from '../problem-codes.js'
import type { SignUpMode } from '../settings.js'
import { domainOf } from './mail-domain.js'

export interface SignUpFacts {
  readonly mode: SignUpMode
  /** Normalised; empty: any domain. */
  readonly domains: readonly string[]
  readonly email: string
  /** Whether that address has an invitation that is pending and has not expired. */
  readonly isInvited: boolean
}

export type SignUpRefusal = Extract<
  ProblemCode,
  'sign_up_closed' | 'email_domain_not_allowed' | 'invitation_required'
>

/** Null: go on. Both settings hold: an invitation does not let in an address of another domain. */
export function decideSignUp({ mode, domains, email, isInvited }: SignUpFacts): SignUpRefusal | null {
  if (mode === 'closed') return 'sign_up_closed'
  if (!isDomainAllowed(domains, email)) return 'email_domain_not_allowed'
  if (mode === 'invited' && !isInvited) return 'invitation_required'
  return null
}

/** Of an account that is made, and of an address that one is changed to. `domains`: normalised; empty: any. */
export function isDomainAllowed(domains: readonly string[], email: string): boolean {
  if (domains.length === 0) return true
  const domain = domainOf(email)
  return domain !== null && domains.includes(domain)
}
