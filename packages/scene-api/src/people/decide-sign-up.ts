/** Whether a stranger may make an account: the rule behind SIGN_UP and SIGN_UP_DOMAINS. */
import type { ProblemCode } from '../problem-codes.js'
import { domainOf } from './mail-domain.js'

/** Who may make an account: everybody, whoever has a pending invitation, or nobody. */
export type SignUpMode = 'open' | 'invited' | 'closed'

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
  const domain = domainOf(email)
  if (domains.length > 0 && (domain === null || !domains.includes(domain))) return 'email_domain_not_allowed'
  if (mode === 'invited' && !isInvited) return 'invitation_required'
  return null
}
