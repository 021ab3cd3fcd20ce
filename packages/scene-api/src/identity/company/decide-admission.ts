/** Whether somebody whom an organization's own provider vouches for is let in: the rule behind company sign-in. */
import type { SignUpMode } from '../../settings.js'
import { decideSignUp } from '../decide-sign-up.js'
import { domainOf } from '../mail-domain.js'

/** What is known of the account that has the identity or the address. */
export interface KnownPerson {
  readonly isMember: boolean
  /** Whether the address was ever proved. */
  readonly isVerified: boolean
  /** `same`: by the identity that signs in now; `other`: by another identity of the same provider. */
  readonly link: 'none' | 'same' | 'other'
}

export interface AdmissionFacts {
  /** Proved to be the organization's; normalised. */
  readonly domain: string
  readonly isEntitled: boolean
  readonly isSuspended: boolean
  readonly isFull: boolean
  /** Whether the provider's token was made for this very sign-in. */
  readonly isRightNonce: boolean
  readonly email: string
  /** The claim `email_verified` as it came; providers of companies often leave it out. */
  readonly emailVerified: unknown
  /** Null: nobody here has that identity or address. */
  readonly person: KnownPerson | null
  readonly signUp: { readonly mode: SignUpMode; readonly domains: readonly string[] }
}

type AdmissionRefusal =
  | 'wrong_nonce'
  | 'entitlement_required'
  | 'email_domain_not_allowed'
  | 'address_not_verified'
  | 'other_identity'
  | 'organization_suspended'
  | 'organization_full'
  | 'sign_up_closed'

/** `claims`: whatever else opens the account may be a stranger's, and goes. */
export type Admission =
  | { readonly ok: true; readonly claims: boolean; readonly joins: boolean }
  | { readonly ok: false; readonly code: AdmissionRefusal }

export function decideAdmission(facts: AdmissionFacts): Admission {
  const code = findRefusal(facts)
  if (code !== null) return { ok: false, code }
  const { person } = facts
  return {
    ok: true,
    // A member was let in by the organization itself, under the credentials that the account has.
    claims: person !== null && !person.isVerified && !person.isMember,
    joins: person?.isMember !== true,
  }
}

function findRefusal(facts: AdmissionFacts): AdmissionRefusal | null {
  const { person, email, domain } = facts
  if (!facts.isRightNonce) return 'wrong_nonce'
  if (!facts.isEntitled) return 'entitlement_required'
  // The provider speaks for the addresses of its organization, and for no others.
  if (domainOf(email) !== domain) return 'email_domain_not_allowed'
  if (facts.emailVerified !== undefined && facts.emailVerified !== true && facts.emailVerified !== 'true') {
    return 'address_not_verified'
  }
  // Addresses are handed on to new people; identities of a provider are not.
  if (person?.link === 'other') return 'other_identity'
  if (person?.isMember === true) return null
  if (facts.isSuspended) return 'organization_suspended'
  if (facts.isFull) return 'organization_full'
  return person === null ? refuseNewAccount(facts) : null
}

/** The organization's provider stands for an invitation. */
function refuseNewAccount({ email, signUp }: AdmissionFacts): AdmissionRefusal | null {
  const refusal = decideSignUp({ ...signUp, email, isInvited: true })
  return refusal === 'invitation_required' ? null : refusal
}
