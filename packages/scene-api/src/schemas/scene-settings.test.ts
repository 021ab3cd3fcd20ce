import { DEFAULT_SCENE_SETTINGS, type SceneSettings } from '@vectreal/scene-format'
import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { resolveSceneSettings, sceneSettingsSchema } from './scene-settings.js'

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> }

test('what the API delivers is what viewers read, part by part', () => {
  expectTypeOf<z.output<typeof sceneSettingsSchema>>().toEqualTypeOf<Mutable<SceneSettings>>()
  expect(sceneSettingsSchema.parse({})).toEqual(DEFAULT_SCENE_SETTINGS)
})

test('stored settings are filled in; what this version does not take leaves every default', () => {
  expect(resolveSceneSettings({ exposure: 2, shadow: { kind: 'none' } })).toEqual({
    ...DEFAULT_SCENE_SETTINGS,
    exposure: 2,
    shadow: { ...DEFAULT_SCENE_SETTINGS.shadow, kind: 'none' },
  })
  expect(resolveSceneSettings({ exposure: 99 })).toEqual(DEFAULT_SCENE_SETTINGS)
})
