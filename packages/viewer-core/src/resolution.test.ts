import { expect, test } from 'vitest'
import { createResolution } from './resolution.js'

/** Draws `count` frames that are `gap` apart and tells the share of the last one. */
function draw(
  resolution: ReturnType<typeof createResolution>,
  from: number,
  gap: number,
  count: number,
): number {
  let share = 1
  for (let frame = 1; frame <= count; frame += 1) share = resolution.next(from + frame * gap, true)
  return share
}

test('slow frames lower the resolution while something moves, rest has it all', () => {
  const resolution = createResolution()
  expect(draw(resolution, 0, 16, 30)).toBe(1)
  expect(draw(resolution, 1000, 60, 30)).toBeLessThan(0.7)
  expect(resolution.next(5000, false)).toBe(1)
})

test('quick frames bring it back', () => {
  const resolution = createResolution()
  draw(resolution, 0, 60, 60)
  expect(draw(resolution, 10_000, 8, 60)).toBe(1)
})

test('a pause is not a slow frame', () => {
  const resolution = createResolution()
  expect(draw(resolution, 0, 2000, 30)).toBe(1)
})
