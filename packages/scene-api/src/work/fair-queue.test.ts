import { setMaxListeners } from 'node:events'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createFairQueue, type FairQueueOptions, QueueFullError } from './fair-queue.js'
import { createStopController } from './stop-controller.js'

const never = createStopController().signal
// Each waiting job listens; here all share one signal.
setMaxListeners(0, never)

/** A queue whose jobs end when the test says so; `begun` names them in the order they began. */
function createScript(options: Partial<FairQueueOptions> = {}) {
  const queue = createFairQueue({
    atOnce: 1,
    atOncePerOrganization: 1,
    waitingPerOrganization: 10,
    waiting: 20,
    maxWaitMs: 20_000,
    ...options,
  })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const outcomes = new Map<string, unknown>()
  return {
    queue,
    begun,
    outcomes,
    add(name: string, signal = never) {
      const organizationId = name.charAt(0)
      const job = () => {
        begun.push(name)
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
      }
      void queue.run(organizationId, signal, job).then(
        (value) => outcomes.set(name, value),
        (error: unknown) => outcomes.set(name, error),
      )
    },
    async end(name: string) {
      ends.get(name)?.()
      ends.delete(name)
      await settle()
    },
    running: () => [...ends.keys()],
  }
}

async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

afterEach(() => void vi.useRealTimers())

describe('a queue with one place', () => {
  test('serves organizations in turns, however many jobs one has', async () => {
    const { add, end, begun, outcomes } = createScript()
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) add(name)
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) await end(name)
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2'])
    expect(outcomes.get('b2')).toBe('b2')
  })

  test('goes on after a job that failed', async () => {
    const { queue } = createScript()
    await expect(queue.run('a', never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    await expect(queue.run('a', never, () => Promise.resolve(1))).resolves.toBe(1)
  })

  test('forgets a job whose client has left, and tells the reason', async () => {
    const { add, end, begun, outcomes, queue } = createScript()
    const client = new AbortController()
    add('a1')
    add('a2', client.signal)
    add('a3')
    client.abort(new Error('left'))
    await end('a1')
    expect(begun).toEqual(['a1', 'a3'])
    expect(outcomes.get('a2')).toEqual(new Error('left'))
    expect(queue).toMatchObject({ running: 1, waiting: 0 })
  })

  test('begins nothing for a client that left before', async () => {
    const { queue } = createScript()
    const job = vi.fn<() => Promise<void>>()
    await expect(queue.run('a', AbortSignal.abort(new Error('left')), job)).rejects.toThrow('left')
    expect(job).not.toHaveBeenCalled()
  })

  test('keeps the place of an aborted job until it has settled', async () => {
    const { add, end, begun } = createScript()
    const client = new AbortController()
    add('a1', client.signal)
    add('b1')
    client.abort()
    await settle()
    expect(begun).toEqual(['a1'])
    await end('a1')
    expect(begun).toEqual(['a1', 'b1'])
  })
})

describe('a queue that is long', () => {
  test('refuses the next job of the organization that fills it, and nobody else', async () => {
    const { add, outcomes, queue } = createScript({ waitingPerOrganization: 2 })
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2']) add(name)
    await settle()
    expect(outcomes.get('a4')).toBeInstanceOf(QueueFullError)
    expect(outcomes.size).toBe(1)
    expect(queue.waiting).toBe(4)
  })

  test('takes a place from whoever has the most waiting when it is full', async () => {
    const { add, outcomes } = createScript({ waiting: 4 })
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'b3']) add(name)
    await settle()
    expect([...outcomes.keys()]).toEqual(['a5', 'a4', 'b3'])
    expect(outcomes.get('a5')).toBeInstanceOf(QueueFullError)
  })

  test('refuses a job that has waited too long', async () => {
    vi.useFakeTimers()
    const { add, outcomes, queue } = createScript({ maxWaitMs: 5000 })
    add('a1')
    add('b1')
    await vi.advanceTimersByTimeAsync(4999)
    expect(outcomes.has('b1')).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(outcomes.get('b1')).toBeInstanceOf(QueueFullError)
    expect(queue.waiting).toBe(0)
  })

  test('says when to come back: after the jobs ahead, at the pace of those before', async () => {
    let now = 0
    const { add, end, outcomes } = createScript({ waitingPerOrganization: 2, monotonicNow: () => now })
    for (let job = 0; job < 30; job += 1) {
      add(`a${job}`)
      now += 4000
      await end(`a${job}`)
    }
    for (const name of ['ax', 'ay', 'az', 'a!']) add(name)
    await settle()
    expect(outcomes.get('a!')).toMatchObject({ retryAfterSeconds: 12 })
  })
})

test('leaves the last place to another organization', async () => {
  const { add, begun } = createScript({ atOnce: 2 })
  for (const name of ['a1', 'a2', 'a3', 'b1']) add(name)
  await settle()
  expect(begun).toEqual(['a1', 'b1'])
})

test.each(['atOnce', 'waiting', 'maxWaitMs'])('refuses a bound that is none: %s', (name) => {
  expect(() => createScript({ [name]: 0 })).toThrow(`${name} is 0: give a whole number from 1`)
})

test('in any order of events, keeps its bounds, leaves no place empty and loses no job', async () => {
  const organization = fc.constantFrom('a', 'b', 'c')
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), organization }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), nth: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), nth: fc.nat(20) }) },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      async (steps, atOnce, atOncePerOrganization) => {
        const script = createScript({
          atOnce,
          atOncePerOrganization,
          waitingPerOrganization: 4,
          waiting: 7,
        })
        const { queue, add, end, begun, outcomes, running } = script
        const clients = new Map<string, AbortController>()
        const added: string[] = []
        for (const event of steps) {
          if (event.do === 'add') {
            const name = `${event.organization}${added.length}`
            const client = new AbortController()
            clients.set(name, client)
            added.push(name)
            add(name, client.signal)
          } else if (event.do === 'end') await end(running()[event.nth % (running().length || 1)] ?? '')
          else clients.get(added[event.nth % (added.length || 1)] ?? '')?.abort(new Error('left'))
          await settle()

          expect(queue.running).toBe(running().length)
          expect(queue.running).toBeLessThanOrEqual(atOnce)
          expect(queue.waiting).toBeLessThanOrEqual(7)
          for (const letter of 'abc') {
            expect(running().filter((name) => name.startsWith(letter)).length).toBeLessThanOrEqual(
              atOncePerOrganization,
            )
          }
          // A free place and a job that may take it never stay side by side.
          const pending = added.filter((name) => !begun.includes(name) && !outcomes.has(name))
          expect(pending).toHaveLength(queue.waiting)
          const mayBegin = pending.filter((name) => {
            const own = running().filter((other) => other[0] === name[0])
            return queue.running < atOnce && own.length < atOncePerOrganization
          })
          expect(mayBegin).toEqual([])
        }
        // Whatever waits is served in turns: within an organization in order.
        while (running().length > 0) await end(running()[0] ?? '')
        expect(queue).toMatchObject({ running: 0, waiting: 0 })
        expect(outcomes.size).toBe(added.length)
        for (const letter of 'abc') {
          const own = begun.filter((name) => name.startsWith(letter)).map((name) => Number(name.slice(1)))
          expect(own).toEqual(own.toSorted((left, right) => left - right))
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('in any order of arrivals, nobody begins two jobs while another organization waits', async () => {
  const organization = fc.constantFrom('a', 'b', 'c', 'd')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(organization), { maxLength: 60 }), async (arrivals) => {
      const { add, end, begun, outcomes, running } = createScript({ waiting: 60, waitingPerOrganization: 60 })
      const addedAfter = new Map<string, number>()
      for (const [index, arrival] of arrivals.entries()) {
        if (arrival === null) await end(running()[0] ?? '')
        else {
          addedAfter.set(`${arrival}${index}`, begun.length)
          add(`${arrival}${index}`)
        }
        await settle()
      }
      while (running().length > 0) await end(running()[0] ?? '')
      expect(outcomes.size).toBe(addedAfter.size)

      for (const [name, after] of addedAfter) {
        const own = begun.slice(0, begun.indexOf(name)).findLastIndex((other) => other[0] === name[0])
        const meanwhile = begun.slice(Math.max(after, own + 1), begun.indexOf(name)).map((other) => other[0])
        expect(meanwhile).toHaveLength(new Set(meanwhile).size)
      }
    }),
    { numRuns: 200 },
  )
})
