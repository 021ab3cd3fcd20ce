import { expect, test } from 'vitest'
import { entryLabel } from './action-labels'

const actor = { kind: 'user', id: 'robin', name: 'Robin', email: 'robin@example.com' } as const
const member = (userId: string) => ({ userId, email: `${userId}@example.com`, role: 'member' })

test.each([
  ['member.added', 'robin', 'Joined as'],
  ['member.added', 'mia', 'Added member'],
])('%s of %s by Robin reads "%s"', (action, userId, label) => {
  expect(entryLabel({ action, actor, before: null, after: member(userId) })).toBe(label)
})

test('whoever leaves was not removed', () => {
  const entry = { action: 'member.removed', actor, before: member('robin'), after: null }
  expect(entryLabel(entry)).toBe('Left as')
  expect(entryLabel({ ...entry, before: member('mia') })).toBe('Removed member')
})
