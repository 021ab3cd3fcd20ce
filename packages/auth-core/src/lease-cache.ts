/** Lookup results that may be used until a lease ends, and lookups under way that others may join. */

/** However often leases are renewed, a value is looked up again after this long. */
const MAX_AGE_MS = 60_000

type MonotonicMs = number

interface Entry<Value> {
  readonly value: Value
  /** The lookup *began* at this moment, so nothing that changed since can be missing for longer than one TTL. */
  readonly beganAt: MonotonicMs
}

interface Flight<Value> {
  readonly promise: Promise<Value>
  readonly beganAt: MonotonicMs
}

export interface LeaseCacheOptions<Value> {
  /** 0 turns caching and joining off. */
  readonly ttlMs: number
  readonly maxEntries: number
  readonly monotonicNow: () => MonotonicMs
  /** Negative entries, such as "there is no such key", have their own bound, so they cannot evict real ones. */
  readonly isNegative: (value: Value) => boolean
}

export interface LeaseCache<Value> {
  /** The value while its lease runs. */
  get(key: string): Value | undefined
  /**
   * Runs `look`, or joins one under way whose lease runs. A caller uses a lookup that began after it arrived
   * however long that takes, and an earlier one within its lease only. Either way it had arrived before a change
   * that the lookup could not see has returned.
   */
  load(key: string, look: () => Promise<Value>): Promise<Value>
  /** Forgets what `concerns` picks, and keeps lookups under way from being joined or kept. */
  drop(concerns: (key: string, value: Value) => boolean): void
  /**
   * Says that everything which changed between `from` and `until` has been dropped. What is kept of a lookup that
   * began after `from` then counts as looked up at `until`. Negative entries are not renewed: what was not there
   * may exist by now.
   */
  renew(from: MonotonicMs, until: MonotonicMs): void
  readonly size: number
}

export function createLeaseCache<Value>(options: LeaseCacheOptions<Value>): LeaseCache<Value> {
  const { ttlMs, maxEntries, monotonicNow, isNegative } = options
  const main = new Map<string, Entry<Value>>()
  const negative = new Map<string, Entry<Value>>()
  const flights = new Map<string, Flight<Value>>()
  let renewed = { from: Infinity, until: -Infinity }

  const isRunning = ({ beganAt }: { beganAt: MonotonicMs }, now: MonotonicMs) => now - beganAt < ttlMs
  const isRenewed = ({ beganAt }: { beganAt: MonotonicMs }, now: MonotonicMs) =>
    beganAt > renewed.from && now - renewed.until < ttlMs && now - beganAt < MAX_AGE_MS
  const isUsable = (entry: Entry<Value>, entries: typeof main, now: MonotonicMs) =>
    isRunning(entry, now) || (entries === main && isRenewed(entry, now))

  function get(key: string): Value | undefined {
    const now = monotonicNow()
    return find(main, key, now) ?? find(negative, key, now)
  }

  function find(entries: typeof main, key: string, now: MonotonicMs): Value | undefined {
    const entry = entries.get(key)
    return entry !== undefined && isUsable(entry, entries, now) ? entry.value : undefined
  }

  function load(key: string, look: () => Promise<Value>): Promise<Value> {
    const arrivedAt = monotonicNow()
    const underWay = flights.get(key)
    return underWay !== undefined && isRunning(underWay, arrivedAt)
      ? join(underWay)
      : begin(key, look, arrivedAt)

    async function join(flight: Flight<Value>): Promise<Value> {
      const value = await flight.promise
      if (isRunning(flight, monotonicNow())) return value
      // It took longer than its lease. One that began after this caller arrived is as good as its own.
      const later = flights.get(key)
      return later !== undefined && later.beganAt >= arrivedAt
        ? later.promise
        : begin(key, look, monotonicNow())
    }
  }

  async function begin(key: string, look: () => Promise<Value>, beganAt: MonotonicMs): Promise<Value> {
    const flight: Flight<Value> = { promise: look(), beganAt }
    if (flights.size < maxEntries) flights.set(key, flight)
    try {
      const value = await flight.promise
      if (flights.get(key) === flight) keep(key, { value, beganAt })
      return value
    } finally {
      if (flights.get(key) === flight) flights.delete(key)
    }
  }

  function keep(key: string, entry: Entry<Value>): void {
    const now = monotonicNow()
    main.delete(key)
    negative.delete(key)
    if (!isRunning(entry, now)) return
    const entries = isNegative(entry.value) ? negative : main
    // Kept in the order of landing, which is nearly that of ending: the front is what to give up first.
    for (const [oldKey, old] of entries) {
      if (isUsable(old, entries, now) && entries.size < maxEntries) break
      entries.delete(oldKey)
    }
    entries.set(key, entry)
  }

  function drop(concerns: (key: string, value: Value) => boolean): void {
    flights.clear()
    for (const entries of [main, negative]) {
      for (const [key, { value }] of entries) if (concerns(key, value)) entries.delete(key)
    }
  }

  return {
    get,
    load,
    drop,
    renew(from, until) {
      renewed = { from, until }
    },
    get size() {
      return main.size + negative.size
    },
  }
}
