import fc from 'fast-check'
import { Box3, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { limitScale, originOf, placeInFront, startScale, suits, turnOfWall, turnTo } from './placement.js'

const vector = (x: number, y: number, z: number) => new Vector3(x, y, z)
const number = fc.double({ min: -100, max: 100, noNaN: true })
const anyVector = fc.tuple(number, number, number).map(([x, y, z]) => vector(x, y, z))

describe('a surface', () => {
  test.each([
    ['a level floor', vector(0, 1, 0), true, false],
    ['a ceiling', vector(0, -1, 0), false, false],
    ['a wall', vector(1, 0, 0), false, true],
    ['a wall that leans a little', vector(0.95, 0.3, 0).normalize(), false, true],
    ['a slope of 45 degrees', vector(1, 1, 0).normalize(), false, false],
  ])('%s', (_name, normal, floor, wall) => {
    expect([suits(normal, 'floor'), suits(normal, 'wall')]).toEqual([floor, wall])
  })
})

test('a model stands on its foot, or hangs by its back', () => {
  fc.assert(
    fc.property(anyVector, anyVector, (a, b) => {
      const box = new Box3().setFromPoints([a, b])
      const floor = box.clone().translate(originOf(box, 'floor'))
      expect(floor.min.y).toBeCloseTo(0)
      expect(floor.min.x + floor.max.x).toBeCloseTo(0)
      const wall = box.clone().translate(originOf(box, 'wall'))
      expect(wall.min.z).toBeCloseTo(0)
      expect(wall.min.y + wall.max.y).toBeCloseTo(0)
    }),
  )
})

test('without a surface it stands before the visitor and looks at them', () => {
  const eye = vector(1, 1.6, 2)
  const place = placeInFront(eye, vector(0, -0.7, -0.7), 'floor')
  expect(place.toArray()).toEqual([1, 1.2000000000000002, 0.8])
  expect(turnTo(eye, place)).toBeCloseTo(0)
  expect(placeInFront(eye, vector(0, -1, 0), 'wall').y).toBe(1.6)
  expect(turnOfWall(vector(1, 0, 0))).toBeCloseTo(Math.PI / 2)
})

test.each([
  ['of a chair in metres', 0.8, 1, 'free', 0.8],
  ['of a chair in centimetres', 80, 0.01, 'free', 0.8],
  ['of a ship, to step around', 300, 1, 'free', 3],
  ['of a ship in its real size', 300, 1, 'fixed', 300],
  ['of a screw, to be found', 0.002, 1, 'free', 0.05],
  ['of a screw in its real size', 2, 0.001, 'fixed', 0.002],
] as const)('the length %s', (_what, longest, metresPerUnit, scale, metres) => {
  expect(longest * startScale(longest, metresPerUnit, scale)).toBeCloseTo(metres)
})

test('a model without extent keeps its scale', () => {
  expect([0, Number.NaN].map((longest) => startScale(longest, 0.01, 'free'))).toEqual([0.01, 0.01])
})

test('a pinch makes neither nothing nor a house of it', () => {
  expect([0.001, 1, 1e6].map(limitScale)).toEqual([0.1, 1, 10])
})
