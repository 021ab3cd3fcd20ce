import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccessRecord } from './decide-access.js'
import { createVerifier } from './verifier.js'
import { noon, recordOf, request, type Payload } from '../tests/access-record.js'

/**
 * Several nodes over one database whose answers take any time, and an owner who revokes: commits, waits one TTL,
 * answers. No node hears of the revocation but by looking up.
 */
test('once a revocation has been answered, no node accepts the key again, whatever happens in between', async () => {
  const TTL_MS = 100
  type Step =
    | { do: 'request'; node: number }
    | { do: 'pass'; ms: number }
    | { do: 'read' | 'answer' | 'fail'; nth: number }
    | { do: 'revoke' }
    | { do: 'restart'; node: number }
  const node = fc.nat(2)
  const nth = fc.nat(8)
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('request' as const), node }) },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 60 }) }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), nth }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), nth }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'revoke' }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), node }) },
  )
  const seen = { granted: 0, refusedAfter: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      let monotonic = 0
      let revokedAt: Date | null = null
      let committedAt: number | null = null
      /** Look-ups under way: not read yet, or read and on their way back. */
      const queries: {
        facts: AccessRecord<Payload> | null
        resolve(record: AccessRecord<Payload>): void
        reject(): void
      }[] = []
      const facts = () => recordOf({ key: { ...recordOf().key!, revokedAt } })
      const start = () =>
        createVerifier<Payload>({
          store: {
            findAccess: () =>
              new Promise((resolve, reject) => {
                queries.push({ facts: null, resolve, reject: () => reject(new Error('cut')) })
              }),
          },
          hash: () => 'hash',
          clock: { now: () => noon },
          monotonicNow: () => monotonic,
          ttlMs: TTL_MS,
        })
      const nodes = [start(), start(), start()]
      const isAnswered = () => committedAt !== null && monotonic >= committedAt + TTL_MS
      const broken: string[] = []

      async function ask(node: number) {
        const arrivedAfter = isAnswered()
        const decision = await nodes[node]!.verify(request)
        if (decision.ok) seen.granted += 1
        if (!arrivedAfter) return
        if (decision.ok) broken.push(`accepted at ${monotonic}, revocation committed at ${committedAt}`)
        else seen.refusedAfter += 1
      }

      function take(nth: number, isRead: boolean) {
        const matching = queries.filter(({ facts }) => (facts !== null) === isRead)
        return matching[nth % (matching.length || 1)]
      }

      for (const step of steps) {
        if (step.do === 'request') void ask(step.node)
        if (step.do === 'pass') monotonic += step.ms
        if (step.do === 'restart') nodes[step.node] = start()
        if (step.do === 'revoke' && revokedAt === null) {
          revokedAt = noon
          committedAt = monotonic
        }
        if (step.do === 'read') {
          const query = take(step.nth, false)
          if (query !== undefined) query.facts = facts()
        }
        if (step.do === 'answer' || step.do === 'fail') {
          const query = take(step.nth, true)
          if (query !== undefined) {
            queries.splice(queries.indexOf(query), 1)
            if (step.do === 'fail') query.reject()
            else query.resolve(query.facts!)
          }
        }
        for (let i = 0; i < 12; i += 1) await Promise.resolve()
      }
      expect(broken).toEqual([])
    }),
    { numRuns: 3000 },
  )
  // Else the property would say little.
  expect(seen.granted).toBeGreaterThan(1000)
  expect(seen.refusedAfter).toBeGreaterThan(1000)
})
