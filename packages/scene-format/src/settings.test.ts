import { expect, test } from 'vitest'
import { DEFAULT_SCENE_SETTINGS, fillSettings } from './settings.js'

test('what is left out is filled; later layers win field by field', () => {
  const filled = fillSettings(
    { controls: { autoRotate: true, minDistance: 2 }, exposure: 2 },
    { controls: { minDistance: 3 }, variant: 'Red' },
  )
  expect(filled.controls).toEqual({ ...DEFAULT_SCENE_SETTINGS.controls, autoRotate: true, minDistance: 3 })
  expect(filled).toMatchObject({ exposure: 2, variant: 'Red', toneMapping: 'neutral' })
})

test('nothing and undefined change nothing', () => {
  expect(fillSettings()).toEqual(DEFAULT_SCENE_SETTINGS)
  expect(fillSettings(undefined, {})).toEqual(DEFAULT_SCENE_SETTINGS)
})
