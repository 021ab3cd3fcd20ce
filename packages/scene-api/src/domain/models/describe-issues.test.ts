import { expect, test } from 'vitest'
import { describeIssues } from './describe-issues.js'

const issue = {
  code: 'TYPE_MISMATCH',
  message: 'Type mismatch.',
  severity: 0,
  pointer: '/nodes/1',
  isDrawn: true,
}

test('equal faults are one line, with what becomes of them', () => {
  expect(
    describeIssues([issue, { ...issue, pointer: '/nodes/2' }, { ...issue, pointer: '/nodes/3' }]),
  ).toEqual([
    {
      path: 'nodes.1',
      pointer: '/nodes/1',
      message:
        'Type mismatch. (TYPE_MISMATCH) The same at 2 more places. The viewer shows the model all the same.',
    },
  ])
})

test('what nothing drawn needs is said to be ignored, and a hint is only a hint', () => {
  const lines = describeIssues([
    { ...issue, isDrawn: false },
    { ...issue, code: 'UNUSED_OBJECT', message: 'Unused.', severity: 1 },
  ])
  expect(lines.map(({ message }) => message)).toEqual([
    'Type mismatch. (TYPE_MISMATCH) The viewer ignores this: nothing that it shows needs it.',
    'Unused. (UNUSED_OBJECT)',
  ])
})
