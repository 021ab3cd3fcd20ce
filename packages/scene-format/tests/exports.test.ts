import * as sceneFormat from '@vectreal/scene-format'
import { expect, test } from 'vitest'

test('the names that others import are these', () => {
  expect(Object.keys(sceneFormat).toSorted()).toMatchInlineSnapshot(`
    [
      "DEFAULT_BACKGROUND_BLUR",
      "DEFAULT_FOV_DEGREES",
      "DEFAULT_GLB_LIMITS",
      "DEFAULT_SCENE_SETTINGS",
      "EMBED_ERROR_CODES",
      "EMPTY_CREDIT",
      "ERROR_CODES",
      "ERROR_LAYERS",
      "ERROR_REMEDIES",
      "ERROR_TITLES",
      "LOCALHOST_HOSTS",
      "PAGE_ERROR_CODES",
      "RETRYABLE_ERRORS",
      "SCRIPT_BLOCKED",
      "SETTING_CHOICES",
      "SETTING_RANGES",
      "VISITOR_LINES",
      "createBytesReader",
      "decodeDataUri",
      "describeFinding",
      "fillSettings",
      "findCompressedParts",
      "isDrawn",
      "isDrawnExtension",
      "isLocalhost",
      "measureGlb",
      "openGlb",
      "parseManifest",
      "pictureGpuBytes",
      "readImageSize",
      "redactTokens",
      "undecodable",
    ]
  `)
})
