import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLeaseCache } from './lease-cache.js'

const TTL_MS = 100

test('under any interleaving, a value is used within its lease, or by a caller who came before its lookup', async () => {
  type Step = { do: 'ask' | 'drop' } | { do: 'pass'; ms: number } | { do: 'end' | 'fail'; nth: number }
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ do: 'ask' }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 80 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), nth: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'drop' }) },
  )
  let shared = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      let now = 0
      let dropped = 0
      const cache = createLeaseCache<{ beganAt: number; drops: number }>({
        ttlMs: TTL_MS,
        maxEntries: 3,
        monotonicNow: () => now,
        isNegative: () => false,
      })
      const open: { end(): void; fail(): void }[] = []
      const wrong: string[] = []

      async function ask() {
        const arrivedAt = now
        const drops = dropped
        const used = (value: { beganAt: number; drops: number }) => {
          const isOwn = value.beganAt >= arrivedAt
          if (!isOwn) shared += 1
          if (!isOwn && now - value.beganAt >= TTL_MS) wrong.push(`${value.beganAt} used at ${now}`)
          if (value.drops < drops) wrong.push('used after a drop')
        }
        const kept = cache.get('key')
        if (kept !== undefined) return used(kept)
        const look = () =>
          new Promise<{ beganAt: number; drops: number }>((resolve, reject) => {
            const facts = { beganAt: now, drops: dropped }
            open.push({ end: () => resolve(facts), fail: () => reject(new Error('down')) })
          })
        await cache.load('key', look).then(used, () => {})
      }

      for (const step of steps) {
        await settle(() => {
          if (step.do === 'ask') void ask()
          if (step.do === 'pass') now += step.ms
          if (step.do === 'end') open.splice(step.nth % (open.length || 1), 1)[0]?.end()
          if (step.do === 'fail') open.splice(step.nth % (open.length || 1), 1)[0]?.fail()
          if (step.do === 'drop') {
            dropped += 1
            cache.drop(() => true)
          }
        })
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 3000 },
  )
  expect(shared).toBeGreaterThan(1000)
})

async function settle(action: () => void) {
  action()
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}
