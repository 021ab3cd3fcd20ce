import { describe, expect, test } from 'vitest'
import { applyEdits, editsBetween, NO_EDITS } from './allowlist-edits'

const saved = { allowedDomains: ['a.example', 'b.example'], allowLocalhost: true }

test('what makes a draft of a list makes it again', () => {
  const draft = { allowedDomains: ['b.example', 'c.example'], allowLocalhost: false }
  const edits = editsBetween(saved, draft)
  expect(edits).toEqual({ added: ['c.example'], removed: ['a.example'], allowLocalhost: false })
  expect(applyEdits(saved, edits)).toEqual(draft)
  expect(editsBetween(saved, saved)).toEqual(NO_EDITS)
})

describe('edits of a list that changed meanwhile', () => {
  test.each([
    [
      'keep what came',
      { allowedDomains: ['a.example', 'b.example', 'd.example'] },
      ['b.example', 'd.example', 'c.example'],
    ],
    ['add nothing twice', { allowedDomains: ['c.example'] }, ['c.example']],
    ['need not remove what is gone', { allowedDomains: ['b.example'] }, ['b.example', 'c.example']],
  ])('%s', (_what, now, expected) => {
    const edits = { added: ['c.example'], removed: ['a.example'], allowLocalhost: null }
    expect(applyEdits({ ...saved, ...now }, edits)).toEqual({
      allowedDomains: expected,
      allowLocalhost: true,
    })
  })
})
