import * as sceneFormat from '@vectreal/scene-format'
import { expect, test } from 'vitest'

test('the names that others import are these', () => {
  expect(Object.keys(sceneFormat).toSorted()).toMatchInlineSnapshot(`
    [
      "DEFAULT_BACKGROUND_BLUR",
      "DEFAULT_FOV_DEGREES",
      "DEFAULT_GLB_LIMITS",
      "DEFAULT_SCENE_SETTINGS",
      "EMPTY_CREDIT",
      "LOCALHOST_HOSTS",
      "SETTING_CHOICES",
      "SETTING_RANGES",
      "createBytesReader",
      "decodeDataUri",
      "describeFinding",
      "fillSettings",
      "isDrawn",
      "isDrawnExtension",
      "isLocalhost",
      "measureGlb",
      "openGlb",
      "parseManifest",
      "readImageSize",
      "redactTokens",
    ]
  `)
})
