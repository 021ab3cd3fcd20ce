/**
 * Browsers keep about 16 WebGL contexts a page and drop the oldest without asking. The viewers of a page take
 * turns instead: who is looked at draws, the others keep the picture they drew last.
 */
export interface ContextHolder {
  /** 0 off screen, 1 drawn and on screen, 2 in use, 3 on screen and never drawn. */
  urgency(): number
  /** Draw the last picture somewhere else and let the context go. */
  suspend(): void
  /** A context is free: take it. */
  resume(): void
}

/** Who may hold a WebGL context. */
export interface ContextPool {
  /** True: the holder may create a context. False: it waits and is resumed when its turn comes. */
  acquire(holder: ContextHolder): boolean
  /** The holder is gone, or has let its context go: whoever waits may have it. */
  release(holder: ContextHolder): void
  /** The urgency of somebody who waits may have grown. */
  rebalance(): void
  /** How many hold a context. */
  readonly live: number
}

/** Shares out at most `limit` WebGL contexts among viewers: the most urgent hold one, the others show their posters. */
export function createContextPool(limit: number): ContextPool {
  /** Who used it longest ago comes first. */
  const live = new Set<ContextHolder>()
  const waiting = new Set<ContextHolder>()

  const makeRoom = (urgency: number): boolean => {
    if (live.size < limit) return true
    let least: ContextHolder | null = null
    for (const holder of live) if (least === null || holder.urgency() < least.urgency()) least = holder
    if (least === null || least.urgency() >= urgency) return false
    live.delete(least)
    waiting.add(least)
    least.suspend()
    return true
  }
  const pool: ContextPool = {
    acquire(holder) {
      if (live.delete(holder) || makeRoom(holder.urgency())) {
        live.add(holder)
        waiting.delete(holder)
        return true
      }
      waiting.add(holder)
      return false
    },
    release(holder) {
      waiting.delete(holder)
      if (live.delete(holder)) pool.rebalance()
    },
    rebalance() {
      const byUrgency = [...waiting].toSorted((a, b) => b.urgency() - a.urgency())
      for (const holder of byUrgency) {
        if (holder.urgency() === 0 || !makeRoom(holder.urgency())) continue
        waiting.delete(holder)
        live.add(holder)
        holder.resume()
      }
    },
    get live() {
      return live.size
    },
  }
  return pool
}

/** Half of what desktop browsers allow; a phone gets fewer, because each context takes memory there. */
export const pageContexts: ContextPool = createContextPool(isSmallDevice() ? 3 : 8)

function isSmallDevice(): boolean {
  if (typeof navigator === 'undefined' || typeof matchMedia === 'undefined') return false
  const { deviceMemory } = navigator as { deviceMemory?: number }
  return (
    (deviceMemory !== undefined && deviceMemory <= 2) ||
    matchMedia('(hover: none) and (pointer: coarse)').matches
  )
}
