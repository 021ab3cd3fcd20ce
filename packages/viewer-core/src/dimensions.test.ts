import { Box3, Vector3 } from 'three'
import { expect, test } from 'vitest'
import { dimensionLines, dimensionsOf, formatLength } from './dimensions.js'
import { OrbitCamera } from './orbit-camera.js'

const box = new Box3(new Vector3(-1, 0, -0.25), new Vector3(1, 0.75, 0.25))

test.each([
  [2, 'm', 'en', '2 m'],
  [0.75, 'cm', 'en', '75 cm'],
  [0.0126, 'mm', 'de', '12,6 mm'],
  [1, 'in', 'en', '39.4 in'],
] as const)('%d metres in %s are written in %s as "%s"', (metres, unit, language, text) => {
  expect(formatLength(metres, unit, language)).toBe(text)
})

test('width, height and depth are along x, y and z', () => {
  expect(dimensionsOf(box, 1)).toEqual({ width: 2, height: 0.75, depth: 0.5 })
})

test.each([
  [3, 5],
  [-3, 5],
  [3, -5],
  [-3, -5],
])('seen from x %d and z %d the lines run along the edges on that side', (x, z) => {
  const camera = new OrbitCamera()
  camera.position.set(x, 1, z)
  const [width, depth, height] = dimensionLines(box, camera)
  expect(Math.sign(width!.from.z)).toBe(Math.sign(z))
  expect(Math.sign(depth!.from.x)).toBe(Math.sign(x))
  expect(height!.from.x).toBe(height!.to.x)
  for (const line of [width, depth, height]) {
    expect(line!.from.distanceTo(line!.to)).toBeCloseTo(dimensionsOf(box, 1)[line!.side])
  }
})
