import { describe, expect, test } from 'vitest'
import { gatherLookups } from './gather-lookups.js'

/** Round trips that end when the test says so. */
function openTrips() {
  const trips: { readonly questions: readonly string[]; answer(): void; fail(error: Error): void }[] = []
  const ask = gatherLookups(
    (questions: readonly string[]) =>
      new Promise<readonly string[]>((resolve, reject) => {
        const answer = () => resolve(questions.map((question) => question.toUpperCase()))
        trips.push({ questions, answer, fail: reject })
      }),
  )
  return { trips, ask }
}

describe('look-ups', () => {
  test('go out at once while few are under way, each with its own answer', async () => {
    const { trips, ask } = openTrips()
    const answers = ['a', 'b', 'c'].map((question) => ask(question))
    expect(trips.map(({ questions }) => questions)).toEqual([['a'], ['b'], ['c']])
    for (const trip of trips) trip.answer()
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C'])
  })

  test('that arrive while three are under way share the next trip, which begins after they were asked', async () => {
    const { trips, ask } = openTrips()
    const first = ['a', 'b', 'c'].map((question) => ask(question))
    const later = ['d', 'e'].map((question) => ask(question))
    expect(trips).toHaveLength(3)
    trips[0]?.answer()
    await first[0]
    expect(trips[3]?.questions).toEqual(['d', 'e'])
    trips[3]?.answer()
    expect(await Promise.all(later)).toEqual(['D', 'E'])
  })

  test('of a trip that fails all fail, and the next ones go out again', async () => {
    const { trips, ask } = openTrips()
    const lost = ask('a')
    trips[0]?.fail(new Error('away'))
    await expect(lost).rejects.toThrow('away')
    const found = ask('b')
    trips[1]?.answer()
    expect(await found).toBe('B')
  })
})
