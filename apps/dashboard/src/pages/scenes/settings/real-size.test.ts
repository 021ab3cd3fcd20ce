import { describe, expect, test } from 'vitest'
import { isUnusual, metresPerUnitFor } from './real-size'

test.each([
  [0.004, true],
  [0.01, false],
  [20, false],
  [80, true],
])('%f m is no usual size: %s', (metres, unusual) => expect(isUnusual(metres)).toBe(unusual))

describe('the real length of the longest side', () => {
  test.each([
    ['of a chair in centimetres', [45, 90, 50], 0.9, 0.01],
    ['of a chair in inches', [18, 36, 20], 0.9144, 0.0254],
    ['that is the one of the file', [1, 2, 1], 2, 1],
  ] as const)('%s', (_what, extent, metres, perUnit) => {
    expect(metresPerUnitFor(extent, metres)).toBe(perUnit)
  })

  test.each([0, -1, Number.NaN, 1e9])('is not %f', (metres) => {
    expect(metresPerUnitFor([1, 1, 1], metres)).toBeNull()
  })

  test('cannot be told of a model without extent', () => {
    expect(metresPerUnitFor([0, 0, 0], 1)).toBeNull()
  })
})
