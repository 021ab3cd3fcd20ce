import { expect, test } from 'vitest'
import { BufferedRows } from './buffered-rows.js'

const LIMITS = { total: 10, perOwner: 5, always: 2 }
const fill = (rows: BufferedRows<string>, owner: string, part: string | null, count: number) => {
  for (let index = 0; index < count; index += 1) {
    const name = `${owner} ${part} ${index}`
    if (rows.hasRoom(owner, part)) rows.add(owner, part, name, name)
  }
}

test('one owner with many names leaves room for the few of another', () => {
  const rows = new BufferedRows<string>(LIMITS)
  fill(rows, 'busy', null, 100)
  fill(rows, 'other', null, 100)
  fill(rows, 'late', null, 100)
  expect(rows.size).toBe(5 + 5 + 2)
})

test('each key has its first name, however many keys of one owner there are', () => {
  const rows = new BufferedRows<string>(LIMITS)
  for (let key = 0; key < 20; key += 1) fill(rows, 'owner', `key ${key}`, key === 0 ? 1 : 3)
  expect(rows.find('owner key 19 0')).toBeDefined()
  expect(rows.find('owner key 19 1')).toBeUndefined()
  expect(rows.size).toBeLessThanOrEqual(20 + LIMITS.perOwner)
})
