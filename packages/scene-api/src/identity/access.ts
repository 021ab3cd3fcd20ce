/** Whom a request comes from, once it has been let through. */
import type { Actor } from '../domain/audit/actor.js'
import type { OrganizationRow } from '../db/lock-organization.js'
import type { Role } from '../schemas/actor.js'

/** The session that a request came with. */
export interface SessionFacts {
  readonly id: string
  readonly userId: string
  /** When its person last proved to be that person: at sign-in or since. */
  readonly provedAt: Date
  /** Whether that person showed more than a password. */
  readonly hasSecondFactor: boolean
  /** The organization whose own provider let the person in, and which is all that is open to them; null: any of theirs. */
  readonly companyId: string | null
}

/** Who is let through to what belongs to a person and to no organization. */
export interface PersonAccess {
  readonly actor: Actor
  readonly person: { readonly id: string; readonly name: string; readonly email: string }
  readonly session: SessionFacts
}

/** Who is let through, and for which organization. */
export interface Access {
  readonly organization: OrganizationRow
  readonly role: Role | 'service_token'
  readonly actor: Actor
  /** Absent where a program or the operator asks. */
  readonly session?: SessionFacts
}

/** The operator, of the whole server. */
export type OperatorAccess = Pick<Access, 'role' | 'actor'>
