import { expect, test } from 'vitest'
import { type ContextHolder, createContextPool } from './context-pool.js'

/** A viewer as the pool sees it. */
function viewer(pool: { acquire(holder: ContextHolder): boolean }, urgency: number) {
  const own = {
    urgency,
    drawing: false,
    holder: {
      urgency: () => own.urgency,
      suspend: () => {
        own.drawing = false
      },
      resume: () => {
        own.drawing = true
      },
    },
    ask() {
      own.drawing = pool.acquire(own.holder) || own.drawing
      return own
    },
  }
  return own
}

test('who is on screen takes the context of who is not', () => {
  const pool = createContextPool(1)
  const away = viewer(pool, 0).ask()
  const seen = viewer(pool, 1).ask()
  expect([away.drawing, seen.drawing]).toEqual([false, true])
})

test('equals do not push each other out, and a free context goes to who waits', () => {
  const pool = createContextPool(1)
  const first = viewer(pool, 1).ask()
  const second = viewer(pool, 1).ask()
  expect([first.drawing, second.drawing]).toEqual([true, false])
  pool.release(first.holder)
  expect(second.drawing).toBe(true)
})

test('all who were never drawn get their turn', () => {
  const pool = createContextPool(2)
  const all = Array.from({ length: 6 }, () => viewer(pool, 3).ask())
  const drawn = new Set<unknown>()
  for (let turn = 0; turn < 6; turn += 1) {
    for (const one of all.filter((one) => one.drawing && one.urgency === 3)) {
      drawn.add(one)
      one.urgency = 1
      pool.rebalance()
    }
  }
  expect(drawn.size).toBe(6)
  expect(pool.live).toBe(2)
})

test('nobody off screen is woken', () => {
  const pool = createContextPool(1)
  const first = viewer(pool, 1).ask()
  const hidden = viewer(pool, 0).ask()
  pool.release(first.holder)
  expect(hidden.drawing).toBe(false)
})
