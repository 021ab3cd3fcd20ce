/** What optimising may not change, drawn by the platform's viewer: moments of clips and variants beside the four sides. */
import { type Document, Logger, type Material, WebIO } from '@gltf-transform/core'
import { ALL_EXTENSIONS, type MappingList } from '@gltf-transform/extensions'
import { optimizeGlb } from '@vectreal/asset-tools'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Comparison, startComparison } from '../bench/compare-pictures.mjs'
import { fixture, model } from './support/models.js'

/** Below it a difference is seen; what settings of textures and geometry do stays above. */
const SAME = 0.97
const DRAWN_WITHIN_MS = 240_000

let comparison: Comparison
beforeAll(async () => {
  comparison = await startComparison()
}, DRAWN_WITHIN_MS)
afterAll(() => comparison?.close())

const io = new WebIO()
  .setLogger(new Logger(Logger.Verbosity.SILENT))
  .registerExtensions(ALL_EXTENSIONS)
  .registerDependencies({ 'meshopt.decoder': MeshoptDecoder, 'meshopt.encoder': MeshoptEncoder })

async function spoil(glb: Uint8Array, change: (document: Document) => void): Promise<Buffer> {
  const document = await io.readBinary(glb)
  change(document)
  return Buffer.from(await io.writeBinary(document))
}

/** A picture that WebP makes much smaller. */
const clouds = sharp({
  create: {
    width: 512,
    height: 512,
    channels: 3,
    background: '#808080',
    noise: { type: 'gaussian', mean: 128, sigma: 80 },
  },
})
  .blur(4)
  .png()
  .toBuffer()

/** What the pairs below `SAME` show. */
async function differences(original: Uint8Array, optimized: Uint8Array): Promise<string[]> {
  const pairs = await comparison.compare(Buffer.from(original), Buffer.from(optimized))
  return pairs.filter(({ similarity }) => similarity < SAME).map(({ shows }) => shows)
}

const optimize = async (original: Uint8Array) => {
  const { glb, outcome } = await optimizeGlb(original, { minSavedBytes: 1 })
  expect(outcome).toBe('optimized')
  return glb
}

test(
  'clips move as they did, and one that is too fast or stands still is seen',
  async () => {
    const original = fixture('zombie-skinned-animated.glb')
    const optimized = await optimize(original)
    expect(await differences(original, optimized)).toEqual([])

    const clipsOf = (document: Document) => document.getRoot().listAnimations()
    const tooFast = await spoil(optimized, (document) => {
      for (const sampler of clipsOf(document)[0]?.listSamplers() ?? []) {
        const input = sampler.getInput()?.clone()
        input?.setArray(new Float32Array(input.getArray() ?? []).map((seconds) => seconds / 2))
        sampler.setInput(input ?? null)
      }
    })
    const seen = await differences(original, tooFast)
    expect(seen).not.toEqual([])
    expect(seen.every((shows) => shows.startsWith('clip '))).toBe(true)
  },
  DRAWN_WITHIN_MS,
)

test(
  'variants look as they did, and one with the material of another is seen',
  async () => {
    const original = await model({ image: await clouds })
    const optimized = await optimize(original)
    expect(await differences(original, optimized)).toEqual([])

    const swapped = await spoil(optimized, (document) => {
      for (const primitive of document
        .getRoot()
        .listMeshes()
        .flatMap((mesh) => mesh.listPrimitives())) {
        const mappings = primitive.getExtension<MappingList>('KHR_materials_variants')?.listMappings() ?? []
        const materials = mappings.map((mapping) => mapping.getMaterial())
        for (const [index, mapping] of mappings.entries())
          mapping.setMaterial(materials[(index + 1) % materials.length] as Material)
      }
    })
    const seen = await differences(original, swapped)
    expect(seen).not.toEqual([])
    expect(seen.every((shows) => shows.startsWith('variant '))).toBe(true)
  },
  DRAWN_WITHIN_MS,
)
