import * as assetTools from '@vectreal/asset-tools'
import { expect, test } from 'vitest'

test('the names that others import are these', () => {
  expect(Object.keys(assetTools).toSorted()).toMatchInlineSnapshot(`
    [
      "AssetError",
      "DEFAULT_CONVERT_LIMITS",
      "convertToGlb",
      "makeArGlb",
      "makeArUsdz",
      "optimizeGlb",
      "reportGlb",
    ]
  `)
})
