/** What an operator watches, in the format of Prometheus. No label carries anything that a request could choose. */
import type { Pool } from 'pg'
import type { EmbedRouteName } from '../contract/embed.js'
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { Durations } from './durations.js'

/** A route of the contract, or one of somebody else's app behind `requireApiKey`. */
export type EmbedRoute = EmbedRouteName | 'guarded'

/** From a hit in memory (tens of microseconds) to a slow database. */
const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

export interface Gauges {
  cacheEntries(): number
  pendingRows(): number
  blockedClients(): number
  isDatabaseAway(): boolean
  isListening(): boolean
}

export interface Metrics {
  readonly registry: Registry
  /** `outcome`: `ok`, `not_modified`, or the code of the refusal. */
  observe(route: EmbedRoute, outcome: string, layer: string, seconds: number): void
  countLookup(): void
  countOverload(): void
  countFlush(outcome: 'ok' | 'failed'): void
}

export function createMetrics(pools: Readonly<Record<string, Pool>>, gauges: Gauges): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Counter({
    name: 'vectreal_embed_requests_total',
    help: 'Embed requests by route, outcome and the layer that refused.',
    labelNames: ['route', 'outcome', 'layer'],
    registers,
  })
  const durations = new Durations({
    name: 'vectreal_embed_request_duration_seconds',
    help: 'From a request to its response; for models and posters to the first byte.',
    buckets: SECONDS,
    registers,
  })
  const lookUps = new Counter({
    name: 'vectreal_embed_lookups_total',
    help: 'Verifications that asked the database. Requests less these were decided from memory.',
    registers,
  })
  const overloads = new Counter({
    name: 'vectreal_embed_overloads_total',
    help: 'Requests that got 503 because too many lookups waited in this process, not because of the database.',
    registers,
  })
  const flushes = new Counter({
    name: 'vectreal_embed_flushes_total',
    help: 'Batches of counts written to the database.',
    labelNames: ['outcome'],
    registers,
  })
  const gauge = (
    name: string,
    help: string,
    read: () => number | boolean,
    aggregator: 'sum' | 'max' | 'min' = 'sum',
  ) =>
    new Gauge({
      name,
      help,
      registers,
      aggregator,
      collect() {
        this.set(Number(read()))
      },
    })
  gauge('vectreal_embed_cache_entries', 'Lookups kept in memory.', gauges.cacheEntries)
  gauge('vectreal_embed_pending_rows', 'Rows of counts that wait to be written.', gauges.pendingRows)
  gauge(
    'vectreal_embed_blocked_clients',
    'Clients over the failure limit, as this node knows.',
    gauges.blockedClients,
    'max',
  )
  gauge(
    'vectreal_embed_database_away',
    '1 while the database is known to be away.',
    gauges.isDatabaseAway,
    'max',
  )
  gauge('vectreal_embed_listening', '1 while the notify connection is up.', gauges.isListening, 'min')
  const connections = new Gauge({
    name: 'vectreal_database_connections',
    help: 'Connections by pool and state; waiting: requests that wait for one.',
    labelNames: ['pool', 'state'],
    registers: [],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'waiting' }, waitingCount)
      }
    },
  })
  registry.registerMetric(connections)

  const counters = new Map<string, Counter.Internal>()
  return {
    registry,
    observe(route, outcome, layer, seconds) {
      const name = `${route} ${outcome}`
      let counter = counters.get(name)
      if (counter === undefined) {
        counter = requests.labels(route, outcome, layer)
        counters.set(name, counter)
      }
      counter.inc()
      durations.count(route, seconds)
    },
    countLookup: () => lookUps.inc(),
    countOverload: () => overloads.inc(),
    countFlush: (outcome) => flushes.inc({ outcome }),
  }
}
