/** What findings are made from. */

export interface KeyFacts {
  readonly id: string
  readonly kind: 'api_key' | 'signing_key'
  readonly name: string
  readonly preview: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokesAt: Date | null
  readonly revokedAt: Date | null
  readonly replacedById: string | null
  readonly lastUsedAt: Date | null
  readonly projectIds: readonly string[]
  /** When people were told that the key ends because nothing uses it; null: they were not. */
  readonly unusedNoticeAt: Date | null
}

export interface ProjectFacts {
  readonly id: string
  readonly name: string
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
  readonly publishedScenes: number
}

/** Loads of the last `TRAFFIC_DAYS` days that have all of this in common. */
export interface TrafficFacts {
  readonly keyId: string
  readonly projectId: string
  /** As counted: an origin, or a name in brackets. */
  readonly origin: string
  readonly client: 'browser' | 'other' | 'ar'
  readonly loads: number
  readonly lastSeenAt: Date
}

/** What the organization has decided about its keys. */
export interface KeyLimits {
  /** The longest life; null: any. */
  readonly maxKeyLifetimeDays: number | null
  /** How long a key may be unused; null: for good. */
  readonly endUnusedKeysAfterDays: number | null
}

export interface HygieneFacts {
  readonly limits: KeyLimits
  readonly now: Date
  /** Those that open something at `now`. */
  readonly keys: readonly KeyFacts[]
  readonly projects: readonly ProjectFacts[]
  readonly traffic: readonly TrafficFacts[]
}

export const DAY_MS = 86_400_000
/** How far back scope and last use are judged. */
export const TRAFFIC_DAYS = 90
/** How far back a site counts as a site of the key, and traffic as production traffic. */
export const RECENT_DAYS = 30

export const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS)
