/** Look-up results that may be used until a lease ends, and look-ups under way that others may join. */

/** However often leases are renewed, a value is looked up again after this long. */
const MAX_AGE_MS = 60_000

type MonotonicMs = number

interface Entry<Value> {
  readonly value: Value
  /** The look-up *began* at this moment, so nothing that changed since can be missing for longer than one TTL. */
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
  /** Values for which this answers true are kept in a room of their own, which cannot push the others out. */
  readonly isSpare: (value: Value) => boolean
}

export interface LeaseCache<Value> {
  /** The value while its lease runs. */
  get(key: string): Value | undefined
  /**
   * Runs `look`, or joins one under way whose lease runs. A caller uses a look-up that began after it arrived
   * however long that takes, and an earlier one within its lease only. Either way it had arrived before a change
   * that the look-up could not see was answered.
   */
  load(key: string, look: () => Promise<Value>): Promise<Value>
  /** Forgets what `concerns` picks, and keeps look-ups under way from being joined or kept. */
  drop(concerns: (key: string, value: Value) => boolean): void
  /**
   * Says that everything which changed between `from` and `until` has been dropped. What is kept of a look-up that
   * began after `from` then counts as looked up at `until`. Spare values are not renewed: what was not there
   * may have come to be.
   */
  renew(from: MonotonicMs, until: MonotonicMs): void
  readonly size: number
}

export function createLeaseCache<Value>(options: LeaseCacheOptions<Value>): LeaseCache<Value> {
  const { ttlMs, maxEntries, monotonicNow, isSpare } = options
  const main = new Map<string, Entry<Value>>()
  const spare = new Map<string, Entry<Value>>()
  const flights = new Map<string, Flight<Value>>()
  let renewed = { from: Infinity, until: -Infinity }

  const isRunning = ({ beganAt }: { beganAt: MonotonicMs }, now: MonotonicMs) => now - beganAt < ttlMs
  const isRenewed = ({ beganAt }: { beganAt: MonotonicMs }, now: MonotonicMs) =>
    beganAt > renewed.from && now - renewed.until < ttlMs && now - beganAt < MAX_AGE_MS
  const isUsable = (entry: Entry<Value>, room: typeof main, now: MonotonicMs) =>
    isRunning(entry, now) || (room === main && isRenewed(entry, now))

  function get(key: string): Value | undefined {
    const now = monotonicNow()
    return find(main, key, now) ?? find(spare, key, now)
  }

  function find(room: typeof main, key: string, now: MonotonicMs): Value | undefined {
    const entry = room.get(key)
    return entry !== undefined && isUsable(entry, room, now) ? entry.value : undefined
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
    spare.delete(key)
    if (!isRunning(entry, now)) return
    const room = isSpare(entry.value) ? spare : main
    // Kept in the order of landing, which is nearly that of ending: the front is what to give up first.
    for (const [oldKey, old] of room) {
      if (isUsable(old, room, now) && room.size < maxEntries) break
      room.delete(oldKey)
    }
    room.set(key, entry)
  }

  function drop(concerns: (key: string, value: Value) => boolean): void {
    flights.clear()
    for (const room of [main, spare]) {
      for (const [key, { value }] of room) if (concerns(key, value)) room.delete(key)
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
      return main.size + spare.size
    },
  }
}
