import { DEFAULT_SCENE_SETTINGS as delivered } from '@vectreal/scene-api/schemas'
import { DEFAULT_SCENE_SETTINGS as shown } from '@vectreal/viewer-core/settings'
import { expect, test } from 'vitest'

test('a scene without settings looks the same with the settings that the server fills in', () => {
  expect(shown).toEqual(delivered)
})
