/** Look-up results that may be used until a lease ends, and look-ups under way that others may join. */

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
   * Runs `look`, or joins one under way whose lease runs. A caller may use the result of the look-up it began
   * itself, however long that took: it arrived before whatever the look-up could not see was finished.
   */
  load(key: string, look: () => Promise<Value>): Promise<Value>
  /** Forgets what `concerns` picks, and keeps look-ups under way from being joined or kept. */
  drop(concerns: (key: string, value: Value) => boolean): void
  readonly size: number
}

export function createLeaseCache<Value>(options: LeaseCacheOptions<Value>): LeaseCache<Value> {
  const { ttlMs, maxEntries, monotonicNow, isSpare } = options
  const main = new Map<string, Entry<Value>>()
  const spare = new Map<string, Entry<Value>>()
  const flights = new Map<string, Flight<Value>>()

  const isRunning = ({ beganAt }: { beganAt: MonotonicMs }, now: MonotonicMs) => now - beganAt < ttlMs

  function get(key: string): Value | undefined {
    const entry = main.get(key) ?? spare.get(key)
    return entry !== undefined && isRunning(entry, monotonicNow()) ? entry.value : undefined
  }

  function load(key: string, look: () => Promise<Value>): Promise<Value> {
    const now = monotonicNow()
    const underWay = flights.get(key)
    if (underWay !== undefined && isRunning(underWay, now)) return joined(key, underWay, look)
    const flight: Flight<Value> = { promise: look(), beganAt: now }
    if (ttlMs > 0 && (underWay !== undefined || flights.size < maxEntries)) flights.set(key, flight)
    return flight.promise.then(
      (value) => {
        if (land(key, flight)) keep(key, { value, beganAt: now })
        return value
      },
      (error: unknown) => {
        land(key, flight)
        throw error
      },
    )
  }

  /** Somebody else's look-up may be used within its lease only; where it takes longer, one's own begins. */
  async function joined(key: string, flight: Flight<Value>, look: () => Promise<Value>): Promise<Value> {
    const value = await flight.promise
    return isRunning(flight, monotonicNow()) ? value : load(key, look)
  }

  /** False: dropped or replaced meanwhile. */
  function land(key: string, flight: Flight<Value>): boolean {
    return flights.get(key) === flight && flights.delete(key)
  }

  function keep(key: string, entry: Entry<Value>): void {
    const now = monotonicNow()
    main.delete(key)
    spare.delete(key)
    if (!isRunning(entry, now)) return
    const room = isSpare(entry.value) ? spare : main
    // Kept in the order of landing, which is nearly that of ending: the front is what to give up first.
    for (const [oldKey, old] of room) {
      if (isRunning(old, now) && room.size < maxEntries) break
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
    get size() {
      return main.size + spare.size
    },
  }
}
