import { expect, test } from 'vitest'
import { createLeaseRenewal, type AccessChange, type ChangeList } from './lease-renewal.js'

const TTL_MS = 90
const change: AccessChange = { keyId: 'key' }

/** A renewal on a clock that the test moves, over a store that the test plays. */
function createHarness() {
  let now = 5000
  const questions: {
    since: string | null
    resolve(list: ChangeList): Promise<void>
    fail(): Promise<void>
  }[] = []
  const renewed: { from: number; until: number }[] = []
  const dropped: AccessChange[] = []
  const use = createLeaseRenewal({
    findChanges: (since) =>
      new Promise((resolve, reject) => {
        questions.push({
          since,
          resolve: (list) => settle(() => resolve(list)),
          fail: () => settle(() => reject(new Error('cut'))),
        })
      }),
    ttlMs: TTL_MS,
    monotonicNow: () => now,
    drop: (changes) => dropped.push(...changes),
    renew: (from, until) => renewed.push({ from: from - 5000, until: until - 5000 }),
  })
  return {
    questions,
    renewed,
    dropped,
    use,
    pass(ms: number) {
      now += ms
    },
    /** Uses, and responds to the question that this asks. */
    async ask(list: ChangeList) {
      use()
      await questions.at(-1)?.resolve(list)
    },
  }
}

async function settle(action: () => void) {
  action()
  for (let i = 0; i < 10; i += 1) await Promise.resolve()
}

test('nothing is asked until something is used, then a third of a lease later at the soonest', async () => {
  const { questions, use, ask, pass } = createHarness()
  expect(questions).toHaveLength(0)
  await ask({ mark: '1', changes: null })
  pass(29)
  use()
  expect(questions).toHaveLength(1)
  pass(1)
  use()
  expect(questions.map(({ since }) => since)).toEqual([null, '1'])
})

test('one question is under way at a time, however long it takes', async () => {
  const { questions, use, pass } = createHarness()
  use()
  pass(1000)
  use()
  expect(questions).toHaveLength(1)
  await questions[0]?.resolve({ mark: '1', changes: null })
  use()
  expect(questions).toHaveLength(2)
})

test('what was looked up after the first response is renewed to the moment of the latest question', async () => {
  const { renewed, ask, questions, use, pass } = createHarness()
  use()
  pass(5)
  await questions[0]?.resolve({ mark: '1', changes: null })
  pass(45)
  use()
  pass(7)
  await questions[1]?.resolve({ mark: '2', changes: [] })
  pass(43)
  await ask({ mark: '3', changes: [] })
  expect(renewed).toEqual([
    { from: 5, until: 0 },
    { from: 5, until: 50 },
    { from: 5, until: 100 },
  ])
})

test('what is named is dropped before anything is renewed', async () => {
  const { dropped, renewed, ask, pass, questions, use } = createHarness()
  await ask({ mark: '1', changes: null })
  pass(50)
  use()
  expect(renewed).toHaveLength(1)
  await questions[1]?.resolve({ mark: '2', changes: [change] })
  expect(dropped).toEqual([change])
  expect(renewed).toHaveLength(2)
})

test('a question that fails renews nothing, and the next goes on from the same mark', async () => {
  const { renewed, ask, pass, questions, use } = createHarness()
  await ask({ mark: '1', changes: null })
  pass(50)
  use()
  await questions[1]?.fail()
  expect(renewed).toHaveLength(1)
  pass(50)
  await ask({ mark: '2', changes: [] })
  expect(questions[2]?.since).toBe('1')
  expect(renewed.at(-1)).toEqual({ from: 0, until: 100 })
})

test('a store that cannot tell leaves what was looked up before it said so to end', async () => {
  const { renewed, ask, pass } = createHarness()
  await ask({ mark: '1', changes: null })
  pass(50)
  await ask({ mark: '2', changes: null })
  expect(renewed.at(-1)).toEqual({ from: 50, until: 50 })
})

test('a mark that is half a minute old when the response is there is not continued', async () => {
  const { renewed, ask, pass, questions, use, dropped } = createHarness()
  await ask({ mark: '1', changes: null })
  pass(29_000)
  use()
  pass(999)
  await questions[1]?.resolve({ mark: '2', changes: [change] })
  expect(renewed.at(-1)).toEqual({ from: 0, until: 29_000 })
  pass(20_000)
  use()
  pass(9001)
  await questions[2]?.resolve({ mark: '3', changes: [change] })
  expect(renewed.at(-1)).toEqual({ from: 59_000, until: 49_999 })
  expect(dropped).toEqual([change])
})
