/** What findings are made from. */

export interface KeyFacts {
  readonly id: string
  readonly name: string
  readonly preview: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokesAt: Date | null
  readonly revokedAt: Date | null
  readonly replacedById: string | null
  readonly lastUsedAt: Date | null
  readonly projectIds: readonly string[]
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
  readonly client: 'browser' | 'other'
  readonly loads: number
  readonly lastSeenAt: Date
}

export interface HygieneFacts {
  /** The longest life that the organization allows; null: any. */
  readonly maxKeyLifetimeDays: number | null
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
