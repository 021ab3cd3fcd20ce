import fc from 'fast-check'
import { AggregatorRegistry, Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { Durations } from './durations.js'

const options = { name: 'request_seconds', help: 'How long.', buckets: [0.0001, 0.005, 0.25, 1] }
const route = fc.constantFrom('manifest', 'model')
const seconds = fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom(...options.buckets))

/** The same in one registry of each kind. */
function countIn(observations: readonly (readonly [string, number])[]) {
  const [own, usual] = [new Registry(), new Registry()]
  const durations = new Durations({ ...options, registers: [own] })
  const histogram = new Histogram({ ...options, labelNames: ['route'], registers: [usual] })
  for (const [name, value] of observations) {
    durations.count(name, value)
    histogram.observe({ route: name }, value)
  }
  return { own, usual }
}

test('they read as a histogram of prom-client does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(route, seconds)), async (observations) => {
      const { own, usual } = countIn(observations)
      expect(await own.metrics()).toBe(await usual.metrics())
    }),
  )
})

test('those of several processes are added up', async () => {
  const some = countIn([['manifest', 0.001]])
  const more = countIn([
    ['manifest', 0.1],
    ['model', 2],
  ])
  const sumOf = async (registries: readonly Registry[]) =>
    AggregatorRegistry.aggregate(
      await Promise.all(registries.map((registry) => registry.getMetricsAsJSON())),
    ).metrics()
  expect(await sumOf([some.own, more.own])).toBe(await sumOf([some.usual, more.usual]))
})
