/** What one allowlist let in and another would not. */
import type { Allowlist } from '@vectreal/auth-core'

export interface OriginLoads {
  /** As counted: an origin, or a name in brackets. */
  readonly origin: string
  readonly loads: number
  readonly lastSeenAt: string
}

export interface AllowlistComparison {
  readonly refused: OriginLoads[]
  readonly refusedLoads: number
  readonly keptLoads: number
  /** Of origins that were not kept apart. */
  readonly unknownLoads: number
}

export function compareAllowlists(
  before: Allowlist,
  after: Allowlist,
  traffic: readonly OriginLoads[],
): AllowlistComparison {
  const refused: OriginLoads[] = []
  let [refusedLoads, keptLoads, unknownLoads] = [0, 0, 0]
  for (const entry of traffic) {
    const origin = entry.origin === '(localhost)' ? 'http://localhost' : entry.origin
    if (origin.startsWith('(')) {
      unknownLoads += entry.loads
    } else if (after.match(origin).allowed) {
      keptLoads += entry.loads
    } else if (before.match(origin).allowed) {
      refused.push(entry)
      refusedLoads += entry.loads
    }
  }
  return { refused, refusedLoads, keptLoads, unknownLoads }
}
