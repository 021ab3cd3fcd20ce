/**
 * Compares pictures with the ones in `reference/`. To make those anew after a change of the look, and look at them:
 * `UPDATE_REFERENCES=1 npx vitest run --project viewer-core packages/viewer-core/tests/reference.test.ts`
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { SparseSceneSettings } from '@vectreal/scene-format'
import { useBrowser } from './browser.js'

const t = useBrowser()
/** Mean difference of all channels, of 255. Another GPU draws edges a little differently. */
const TOLERANCE = 3
const REFERENCES = new URL('./reference/', import.meta.url)
const isUpdate = process.env['UPDATE_REFERENCES'] === '1'

const still: SparseSceneSettings = { animation: { autoplay: false }, environment: { preset: 'neutral' } }

describe('the picture of', () => {
  test.each<[string, string, SparseSceneSettings]>([
    ['race-car', 'race-car', still],
    ['sports-sedan-variants', 'sports-sedan-ocean-blue', { ...still, variant: 'Ocean Blue' }],
    ['elven-ranger-draco', 'elven-ranger-draco', still],
    ['zombie-skinned-animated', 'zombie-skinned-animated', still],
    ['hand-skinned-meshopt', 'hand-skinned-meshopt', still],
    ['controller-ktx2', 'controller-ktx2', still],
    ['showroom-cameras-lights', 'showroom-hero', { ...still, initialCamera: 'Hero' }],
    ['littlest-tokyo-draco-animated', 'littlest-tokyo', still],
    [
      'race-car',
      'race-car-studio-agx-background',
      {
        ...still,
        environment: { preset: 'studio' },
        toneMapping: 'agx',
        background: { kind: 'color', color: '#336699' },
      },
    ],
  ])(
    '%s as %s is the one we know',
    async (model, name, settings) => {
      const picture = await t.page.evaluate(
        async ({ model, settings }) => {
          const { kit } = window
          // What stands on the page is drawn for nobody, so it is small.
          const viewer = await kit.show(model, { settings }, 'tile')
          const blob = await viewer.screenshot({ width: 320, height: 240 })
          const bytes = new Uint8Array(await blob.arrayBuffer())
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
        },
        { model, settings },
      )
      const file = new URL(`${name}.png`, REFERENCES)
      if (isUpdate) {
        await mkdir(REFERENCES, { recursive: true })
        await writeFile(file, Buffer.from(picture, 'base64'))
      }
      const known = (await readFile(file)).toString('base64')
      const difference = await t.page.evaluate(
        async (pictures) => {
          const [a, b] = await Promise.all(
            pictures.map(async (base64) => {
              const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
              const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
              const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })!
              context.drawImage(bitmap, 0, 0)
              return context.getImageData(0, 0, 320, 240).data
            }),
          )
          let sum = 0
          for (const [at, value] of a!.entries()) sum += Math.abs(value - b![at]!)
          return sum / a!.length
        },
        [picture, known],
      )
      expect(difference).toBeLessThan(TOLERANCE)
    },
    300_000,
  )
})
