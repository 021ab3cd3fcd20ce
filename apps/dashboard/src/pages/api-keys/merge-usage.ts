/** The server keeps browsers and other clients apart; most readers ask for the origin or the visitor alone. */
import type { UsageBucket } from '../../api/usage'

/** What all clients did together. */
export interface MergedUsage {
  readonly loads: number
  readonly refusals: number
  readonly lastSeenAt: string | null
  readonly clients: readonly string[]
}

export interface OriginUsage extends MergedUsage {
  readonly origin: string
}

/** Most loads first. */
export function mergeOrigins(buckets: readonly UsageBucket[]): OriginUsage[] {
  return [...mergeClients(buckets, ({ origin = '(none)' }) => origin)]
    .map(([origin, usage]) => ({ origin, ...usage }))
    .toSorted((a, b) => b.loads - a.loads || b.refusals - a.refusals)
}

type Counted = Pick<UsageBucket, 'client' | 'loads' | 'refusals' | 'lastSeenAt'>

/** By name, in the order in which names come up. */
export function mergeClients<Bucket extends Counted>(
  buckets: readonly Bucket[],
  nameOf: (bucket: Bucket) => string,
): Map<string, MergedUsage> {
  const byName = new Map<string, MergedUsage>()
  for (const bucket of buckets) {
    const { client = 'browser', loads, refusals, lastSeenAt } = bucket
    const name = nameOf(bucket)
    const known = byName.get(name)
    byName.set(name, {
      loads: loads + (known?.loads ?? 0),
      refusals: refusals + (known?.refusals ?? 0),
      lastSeenAt: latest(lastSeenAt, known?.lastSeenAt ?? null),
      clients: [...new Set([...(known?.clients ?? []), client])],
    })
  }
  return byName
}

function latest(a: string | null, b: string | null): string | null {
  if (a === null) return b
  return b === null || a > b ? a : b
}
