import { reportGlb } from '@vectreal/asset-tools'
import { expect, test } from 'vitest'
import { fixture, model, plain } from './support/models.js'

test('says what the bytes are, what is drawn, and what it costs', async () => {
  const bytes = fixture('showroom-cameras-lights.glb')
  const report = await reportGlb(bytes)
  const { json, geometry, textures, animation, other } = report.bytesByKind
  expect(json + geometry + textures + animation + other).toBe(bytes.byteLength)
  expect(geometry).toBeGreaterThan(100_000)
  expect(report).toMatchObject({ cameras: 3, textures: [], validator: [], advice: [] })
  expect(report.triangles).toBeGreaterThan(1000)
})

test('counts compressed data as it lies in the file', async () => {
  const bytes = fixture('hand-skinned-meshopt.glb')
  const { bytesByKind } = await reportGlb(bytes)
  expect(bytesByKind.geometry).toBeLessThan(bytes.byteLength)
  expect(bytesByKind.other).toBeLessThan(1000)
})

test('a KTX2 texture stays packed on the graphics card', async () => {
  const { textures } = await reportGlb(fixture('controller-ktx2.glb'))
  for (const { width, height, gpuBytes } of textures) expect(gpuBytes).toBeLessThan(width * height * 2)
})

test('names large textures with their memory, and says what to do', async () => {
  const image = await plain(4096, 4096)
  const { advice, textures } = await reportGlb(await model({ image }))
  expect(textures).toMatchObject([{ width: 4096, height: 4096, format: 'jpeg' }])
  expect(advice[0]).toMatch(/^1 texture of up to 4096 pixels: 85 MB on the graphics card\./)
})

test('a file that is not shown is refused with the reason', async () => {
  await expect(reportGlb(new Uint8Array(3))).rejects.toMatchObject({ code: 'invalid_model' })
})
