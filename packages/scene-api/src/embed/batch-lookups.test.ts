import { describe, expect, test } from 'vitest'
import { batchLookups } from './batch-lookups.js'

/** Round trips that end when the test says so. */
function openTrips() {
  const trips: { readonly questions: readonly string[]; resolve(): void; fail(error: Error): void }[] = []
  const ask = batchLookups(
    (questions: readonly string[]) =>
      new Promise<readonly string[]>((resolve, reject) => {
        const settle = () => resolve(questions.map((question) => question.toUpperCase()))
        trips.push({ questions, resolve: settle, fail: reject })
      }),
  )
  return { trips, ask }
}

describe('lookups', () => {
  test('go out at once while few are under way, each with its own response', async () => {
    const { trips, ask } = openTrips()
    const results = ['a', 'b', 'c'].map((question) => ask(question))
    expect(trips.map(({ questions }) => questions)).toEqual([['a'], ['b'], ['c']])
    for (const trip of trips) trip.resolve()
    expect(await Promise.all(results)).toEqual(['A', 'B', 'C'])
  })

  test('that arrive while three are under way share the next trip, which begins after they were asked', async () => {
    const { trips, ask } = openTrips()
    const first = ['a', 'b', 'c'].map((question) => ask(question))
    const later = ['d', 'e'].map((question) => ask(question))
    expect(trips).toHaveLength(3)
    trips[0]?.resolve()
    await first[0]
    expect(trips[3]?.questions).toEqual(['d', 'e'])
    trips[3]?.resolve()
    expect(await Promise.all(later)).toEqual(['D', 'E'])
  })

  test('of a trip that fails all fail, and the next ones go out again', async () => {
    const { trips, ask } = openTrips()
    const lost = ask('a')
    trips[0]?.fail(new Error('away'))
    await expect(lost).rejects.toThrow('away')
    const found = ask('b')
    trips[1]?.resolve()
    expect(await found).toBe('B')
  })

  test('beyond what can wait are refused as overload, and those that wait go out all the same', async () => {
    const { trips, ask } = openTrips()
    const waiting = Array.from({ length: 20_003 }, (_, index) => ask(String(index)))
    await expect(ask('one more')).rejects.toMatchObject({ code: 'overloaded' })
    for (let next = 0; next < trips.length; next += 1) {
      trips[next]?.resolve()
      // Whoever waited goes out with the next trip.
      await new Promise(setImmediate)
    }
    expect(await Promise.all(waiting)).toHaveLength(20_003)
  })
})
