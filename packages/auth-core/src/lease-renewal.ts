/** Renews leases from what the store says has changed, so that keys in steady use are not read again and again. */

/** What changed: an entry that carries any of these ids is dropped. */
export interface AccessChange {
  readonly keyId?: string | undefined
  readonly projectId?: string | undefined
  readonly sceneId?: string | undefined
  readonly organizationId?: string | undefined
}

/** What a store returns when asked what has changed since a mark. */
export interface ChangeList {
  /** A moment in the store's own terms. */
  readonly mark: string
  /** Null where it cannot tell: whatever was found before is then looked up again. */
  readonly changes: readonly AccessChange[] | null
}

/** A mark older than this is not continued: the store may have forgotten changes that it would have to name. */
const MAX_GAP_MS = 30_000
/** Several times within one lease, so that one late or lost response ends none. */
const ASKS_PER_LEASE = 3

export interface LeaseRenewalOptions {
  readonly findChanges: (since: string | null) => Promise<ChangeList>
  readonly ttlMs: number
  readonly monotonicNow: () => number
  /** Forgets what was kept of these, lookups under way included. */
  drop(changes: readonly AccessChange[]): void
  renew(from: number, until: number): void
}

/**
 * Returns a function to call at every use: at most a few times in one lease, and one at a time, it asks the store.
 * Without use nothing is asked. A question that fails renews nothing: leases then end as they would have.
 */
export function createLeaseRenewal(options: LeaseRenewalOptions): () => void {
  const { findChanges, ttlMs, monotonicNow, drop, renew } = options
  const intervalMs = ttlMs / ASKS_PER_LEASE
  let mark: { readonly text: string; readonly askedAt: number } | null = null
  /** A lookup that began after this cannot have missed what came before the first mark. */
  let from = Infinity
  let askedAt = -Infinity
  let isAsking = false

  async function ask(): Promise<void> {
    isAsking = true
    askedAt = monotonicNow()
    const since = mark
    try {
      const { mark: text, changes } = await findChanges(since === null ? null : since.text)
      const landedAt = monotonicNow()
      mark = { text, askedAt }
      // Each response continues the one before only where nothing can have been forgotten between them.
      if (since === null || changes === null || landedAt - since.askedAt >= MAX_GAP_MS) from = landedAt
      else if (changes.length > 0) drop(changes)
      renew(from, askedAt)
    } catch {
      // Whether the store can be reached is for lookups to find out.
    } finally {
      isAsking = false
    }
  }

  return () => {
    if (!isAsking && monotonicNow() - askedAt >= intervalMs) void ask()
  }
}
