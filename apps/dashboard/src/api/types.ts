/** The answers of the management API as the pages read them. */
export type Role = 'owner' | 'admin' | 'member' | 'viewer'
export type Plan = 'free' | 'pro' | 'business' | 'enterprise'
export type KeyStatus = 'active' | 'expiring' | 'rotating' | 'expired' | 'revoked'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export interface Person {
  readonly id: string | null
  readonly name: string | null
  readonly email: string | null
}

export interface Organization {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: Plan
  readonly role: Role
}

export interface Warning {
  readonly code: string
  readonly message: string
  readonly pattern?: string
}

export interface Project {
  readonly id: string
  readonly organizationId: string
  readonly name: string
  readonly slug: string
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly warnings?: readonly Warning[]
}

export interface ApiKey {
  readonly id: string
  readonly organizationId: string
  readonly name: string
  readonly description: string | null
  readonly preview: string
  readonly projects: readonly { readonly id: string; readonly name: string }[]
  readonly status: KeyStatus
  readonly createdAt: string
  readonly createdBy: Person | null
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly lastUsedOrigin: string | null
  readonly rotatedFromId: string | null
  readonly replacedById: string | null
  readonly revokesAt: string | null
  readonly revokedAt: string | null
  readonly revokedBy: Person | null
  readonly externalId: string | null
}

export interface CheckOrigin {
  readonly allowed: boolean
  readonly matchedPattern: string | null
  readonly reason: string
}

export interface ServiceToken {
  readonly id: string
  readonly name: string
  readonly preview: string
  readonly status: 'active' | 'expired' | 'revoked'
  readonly createdAt: string
  readonly createdBy: Person | null
  readonly expiresAt: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
}
