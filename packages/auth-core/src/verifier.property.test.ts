import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccessChange } from './lease-renewal.js'
import { createVerifier } from './verifier.js'
import { noon, recordOf, request, type Payload } from '../tests/access-record.js'
import { createOpenQueries, settle } from '../tests/open-queries.js'

/**
 * Several nodes over one database whose responses take any time, and an owner who revokes: commits, waits one TTL,
 * answers. No node hears of the revocation but by looking up, or by asking what has changed.
 */
test.each([
  { asks: 'looking up', naming: false },
  { asks: 'asking what has changed', naming: true },
])('once a revoke has returned, no node accepts the key again: $asks', async ({ naming }) => {
  const TTL_MS = 100
  type Step =
    | { do: 'request'; node: number }
    | { do: 'pass'; ms: number }
    | { do: 'read' | 'respond' | 'fail'; nth: number }
    | { do: 'revoke' | 'change' }
    | { do: 'steady'; node: number }
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
    { weight: 5, arbitrary: fc.record({ do: fc.constant('respond' as const), nth }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), nth }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('steady' as const), node }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'revoke' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'change' }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), node }) },
  )
  const seen = { granted: 0, refusedAfter: 0, renewed: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
      let monotonic = 0
      let revokedAt: Date | null = null
      let committedAt: number | null = null
      const queries = createOpenQueries()
      /** What was changed, the oldest first; a mark is how many there were. */
      const changed: AccessChange[] = []
      const findChanges = (since: string | null) =>
        queries.ask(() => ({
          mark: String(changed.length),
          changes: since === null ? null : changed.slice(Number(since)),
        }))
      const start = () =>
        createVerifier<Payload>({
          store: {
            findAccess() {
              const payload = { model: String(monotonic) }
              return queries.ask(() =>
                recordOf({
                  key: { ...recordOf().key!, revokedAt },
                  scene: { ...recordOf().scene!, payload },
                }),
              )
            },
            ...(naming && { findChanges }),
          },
          hash: () => 'hash',
          clock: { now: () => noon },
          monotonicNow: () => monotonic,
          ttlMs: TTL_MS,
        })
      const nodes = [start(), start(), start()]
      const isAcknowledged = () => committedAt !== null && monotonic >= committedAt + TTL_MS
      const broken: string[] = []

      async function visit(node: number) {
        const arrivedAfter = isAcknowledged()
        const arrivedAt = monotonic
        const decision = await nodes[node]!.verify(request)
        if (decision.ok) seen.granted += 1
        if (decision.ok && arrivedAt - Number(decision.scene.payload.model) >= TTL_MS) seen.renewed += 1
        if (!arrivedAfter) return
        if (decision.ok) broken.push(`accepted at ${monotonic}, revocation committed at ${committedAt}`)
        else seen.refusedAfter += 1
      }

      for (const step of steps) {
        if (step.do === 'request') void visit(step.node)
        if (step.do === 'pass') monotonic += step.ms
        if (step.do === 'restart') nodes[step.node] = start()
        if (step.do === 'change') changed.push({ keyId: 'another' })
        if (step.do === 'revoke' && revokedAt === null) {
          revokedAt = noon
          committedAt = monotonic
          changed.push({ keyId: recordOf().key!.id })
        }
        // A request while the database responds to all at once, and as long until the next as in steady use.
        if (step.do === 'steady') {
          void visit(step.node)
          await settle()
          queries.serve()
          await settle()
          monotonic += 20
        }
        if (step.do === 'read') queries.read(step.nth)
        if (step.do === 'respond' || step.do === 'fail') queries.end(step.nth, step.do)
        await settle()
      }
      expect(broken).toEqual([])
    }),
    { numRuns: 3000 },
  )
  // Else the property would say little.
  expect(seen.granted).toBeGreaterThan(1000)
  expect(seen.refusedAfter).toBeGreaterThan(1000)
  expect(seen.renewed > 100).toBe(naming)
})
