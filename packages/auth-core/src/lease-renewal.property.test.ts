import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLeaseCache } from './lease-cache.js'
import { createLeaseRenewal, type AccessChange } from './lease-renewal.js'
import { createOpenQueries, settle } from '../tests/open-queries.js'

const TTL_MS = 100

/**
 * One cache over a store whose responses are read and arrive at any time, and facts that change again and again. Who
 * makes a change waits one TTL; whoever arrives after that must not get older facts.
 */
test('under any interleaving, renewed leases end one TTL after the facts changed', async () => {
  type Step =
    | { do: 'use' | 'change' | 'other change' | 'serve' }
    | { do: 'pass'; ms: number }
    | { do: 'read' | 'respond' | 'fail'; nth: number }
  const nth = fc.nat(3)
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Step>({ do: 'use' }) },
    { weight: 5, arbitrary: fc.constant<Step>({ do: 'serve' }) },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 10, 35, 60) }),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'change' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'other change' }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('read' as const), nth }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('respond' as const), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), nth }) },
  )
  const seen = { renewed: 0, refreshed: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 120 }), async (steps) => {
      let now = 0
      /** Moments at which the facts changed: how many there were is their version. */
      const changedAt: number[] = []
      const log: AccessChange[] = []
      const queries = createOpenQueries()
      const cache = createLeaseCache<{ version: number; beganAt: number }>({
        ttlMs: TTL_MS,
        maxEntries: 3,
        monotonicNow: () => now,
        isNegative: () => false,
      })
      const renewLeases = createLeaseRenewal({
        findChanges: (since) =>
          queries.ask(() => ({
            mark: String(log.length),
            changes: since === null ? null : log.slice(Number(since)),
          })),
        ttlMs: TTL_MS,
        monotonicNow: () => now,
        drop: (changes) => cache.drop(() => changes.some(({ keyId }) => keyId === 'key')),
        renew: cache.renew,
      })
      const wrong: string[] = []

      async function use() {
        const arrivedAt = now
        const due = changedAt.filter((at) => arrivedAt >= at + TTL_MS).length
        const check = ({ version, beganAt }: { version: number; beganAt: number }) => {
          if (version < due) wrong.push(`version ${version} used at ${now}; ${due} was due at ${arrivedAt}`)
          if (arrivedAt - beganAt >= TTL_MS) seen.renewed += 1
          if (version > 0) seen.refreshed += 1
        }
        renewLeases()
        const kept = cache.get('key')
        if (kept !== undefined) return check(kept)
        const beganAt = now
        const look = () => queries.ask(() => ({ version: changedAt.length, beganAt }))
        await cache.load('key', look).then(check, () => {})
      }

      for (const step of steps) {
        if (step.do === 'use') void use()
        if (step.do === 'pass') now += step.ms
        if (step.do === 'other change') log.push({ keyId: 'another' })
        if (step.do === 'change') {
          changedAt.push(now)
          log.push({ keyId: 'key' })
        }
        if (step.do === 'serve') queries.serve()
        if (step.do === 'read') queries.read(step.nth)
        if (step.do === 'respond' || step.do === 'fail') queries.end(step.nth, step.do)
        await settle()
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 4000 },
  )
  // Else the property would say little.
  expect(seen.renewed).toBeGreaterThan(1000)
  expect(seen.refreshed).toBeGreaterThan(1000)
})
