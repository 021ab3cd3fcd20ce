import { expect, test } from 'vitest'
import { refusalText } from './refusal-text'

test.each([
  ['a heavy model', 5_000_000, 'Use a lighter model'],
  ['a model of unknown size', null, 'Use a lighter model'],
  ['a model of 1.2 KB', 1_200, 'The model is small'],
])('the remedy for a slow scene fits %s', (_what, bytes, remedy) => {
  expect(refusalText('slow', bytes).remedy).toContain(remedy)
})
