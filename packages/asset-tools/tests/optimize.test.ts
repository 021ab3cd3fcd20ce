import { Document, WebIO } from '@gltf-transform/core'
import { EXTMeshoptCompression } from '@gltf-transform/extensions'
import { MeshoptDecoder } from 'meshoptimizer/decoder'
import { AssetError, optimizeGlb, reportGlb } from '@vectreal/asset-tools'
import { GLB_CASES } from '@vectreal/test-kit/glb-cases'
import { createBytesReader, openGlb } from '@vectreal/scene-format'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { withDocument } from '../src/convert/glb-container.js'
import { fixture, model, noise } from './support/models.js'

// oxlint-disable-next-line typescript/no-explicit-any -- a document is read freely here
type Gltf = any

const json = (glb: Uint8Array): Gltf => {
  const opened = openGlb(createBytesReader(glb))
  if (!opened.ok) throw new Error('the model is refused')
  return opened.glb.json
}
/** The bytes of the first picture. */
const imageOf = (glb: Uint8Array): Uint8Array => {
  const { images, bufferViews } = json(glb)
  const { byteOffset = 0, byteLength } = bufferViews[images[0].bufferView]
  const opened = openGlb(createBytesReader(glb))
  if (!opened.ok) throw new Error('the model is refused')
  return opened.glb.readBuffer(0).subarray(byteOffset, byteOffset + byteLength)
}
const names = (entries: readonly { name?: string }[] = []) => entries.map(({ name }) => name)

describe('a model with a large texture', () => {
  const wood = noise(2600, 260)

  test('gets a WebP of 2048 pixels, and keeps all that pages refer to', async () => {
    const original = await model({ image: await wood })
    const { glb, outcome, reason, originalBytes, bytes } = await optimizeGlb(original)
    expect({ outcome, reason, originalBytes, bytes }).toEqual({
      outcome: 'optimized',
      reason: null,
      originalBytes: original.byteLength,
      bytes: glb.byteLength,
    })
    const report = await reportGlb(glb)
    expect(report.textures).toMatchObject([{ format: 'webp', width: 2048, height: 205 }])
    expect(report.validator.filter(({ severity }) => severity === 'error')).toEqual([])
    const [before, after] = [json(original), json(glb)]
    expect(names(after.nodes)).toEqual(names(before.nodes))
    expect(after.nodes.map(({ extras }: Gltf) => extras)).toEqual(
      before.nodes.map(({ extras }: Gltf) => extras),
    )
    expect(names(after.animations)).toEqual(names(before.animations))
    expect(after.cameras).toHaveLength(1)
    expect(after.asset.extras).toEqual(before.asset.extras)
    expect(report.variants).toEqual(['Oak', 'Ash'])
  })

  test('keeps the name and extras of a texture, whichever of the two that glTF has for it they stand at', async () => {
    const original = await model({ image: await wood })
    const document = structuredClone(json(original))
    Object.assign(document.textures[0], { name: 'Planks', extras: { article: 7 } })
    delete document.images[0].name
    const { glb, outcome } = await optimizeGlb(withDocument(original, JSON.stringify(document)))
    expect(outcome).toBe('optimized')
    expect(json(glb).images).toMatchObject([{ name: 'Planks', extras: { article: 7 } }])
  })

  test('keeps the colours of a transparent texture where it is clear', async () => {
    const clear = await sharp(Buffer.alloc(512 * 512 * 4, Uint8Array.of(200, 60, 20, 0)), {
      raw: { width: 512, height: 512, channels: 4 },
    })
      .png({ compressionLevel: 0 })
      .toBuffer()
    const { glb } = await optimizeGlb(await model({ image: clear, alphaMode: 'BLEND' }))
    const { data } = await sharp(imageOf(glb)).raw().toBuffer({ resolveWithObject: true })
    const [red = 0, green = 0, , alpha] = data
    expect(alpha).toBe(0)
    expect(Math.abs(red - 200) + Math.abs(green - 60)).toBeLessThan(12)
  })

  test('keeps relief of a few pixels in a normal map, which WebP blurs', async () => {
    const side = 512
    const relief = Buffer.alloc(side * side * 3)
    for (let index = 0; index < side * side; index += 1) {
      const [x, y] = [index % side, Math.floor(index / side)]
      relief.set([128 + 60 * Math.sin(x * 1.9), 128 + 60 * Math.cos(y * 1.7 + x), 220], index * 3)
    }
    const image = await sharp(relief, { raw: { width: side, height: side, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer()
    const { glb } = await optimizeGlb(await model({ image, shows: 'normals' }), { minSavedBytes: 1 })
    const { images } = json(glb)
    expect(images[0].mimeType).toBe('image/webp')
    const kept = await sharp(imageOf(glb)).removeAlpha().raw().toBuffer()
    const squares = relief.reduce((sum, value, index) => sum + (value - (kept[index] ?? 0)) ** 2, 0)
    expect(Math.sqrt(squares / relief.length)).toBeLessThan(5)
  })

  test('keeps its size where the caller says so', async () => {
    const { glb } = await optimizeGlb(await model({ image: await wood }), { maxTextureSide: 4096 })
    expect((await reportGlb(glb)).textures).toMatchObject([{ width: 2600 }])
  })
})

describe('KTX2, where it is asked for', () => {
  test('is what the textures become, in sides of whole blocks, at a quarter of the graphics memory', async () => {
    const original = await model({ image: await noise(1022, 510) })
    const log = vi.spyOn(console, 'log')
    const { glb, outcome } = await optimizeGlb(original, { ktx2: true })
    expect(outcome).toBe('optimized')
    expect(log).not.toHaveBeenCalled()
    log.mockRestore()
    const [before, after] = [await reportGlb(original), await reportGlb(glb)]
    expect(after.textures).toMatchObject([{ format: 'ktx2', width: 1024, height: 512 }])
    expect(after.textures[0]?.gpuBytes).toBeLessThan(0.3 * (before.textures[0]?.gpuBytes ?? 0))
    expect(json(glb).extensionsRequired).toContain('KHR_texture_basisu')
    expect(after.variants).toEqual(before.variants)
  })

  test('textures that are KTX2 already stay', async () => {
    expect(await optimizeGlb(fixture('controller-ktx2.glb'), { ktx2: true })).toMatchObject({
      outcome: 'unchanged',
    })
  })
})

describe('a file stays as it is', () => {
  test.each([
    ['where it is small', 'hand-skinned-meshopt.glb', 'small'],
    ['where little is saved', 'race-car.glb', 'small'],
    ['where its textures are KTX2 already', 'controller-ktx2.glb', 'not_smaller'],
    ['where its geometry is Draco already', 'elven-ranger-draco.glb', 'not_smaller'],
  ])('%s', async (_when, name, reason) => {
    const bytes = fixture(name)
    const result = await optimizeGlb(bytes)
    expect(result).toMatchObject({ outcome: 'unchanged', reason })
    expect(result.glb).toBe(bytes)
    expect(result.detail).not.toBe('')
  })

  test('where it has an extension that nobody here knows', async () => {
    const bytes = await model({ image: await noise(600, 600), extension: 'EXAMPLE_physics' })
    expect(await optimizeGlb(bytes)).toMatchObject({
      reason: 'extensions',
      detail: expect.stringContaining('EXAMPLE_physics'),
    })
  })
})

test.each([
  ['race-car.glb', 'plain geometry'],
  ['showroom-cameras-lights.glb', 'cameras and hotspots'],
  ['zombie-skinned-animated.glb', 'a skin and clips'],
])('%s, with %s, becomes smaller and stays the same model', async (name) => {
  const bytes = fixture(name)
  const { glb, outcome } = await optimizeGlb(bytes, { minSavedBytes: 1 })
  expect(outcome).toBe('optimized')
  const [before, after] = [json(bytes), json(glb)]
  for (const list of ['nodes', 'cameras', 'animations', 'meshes'])
    expect({ list, names: names(after[list]) }).toEqual({ list, names: names(before[list]) })
  const [one, other] = [await reportGlb(bytes), await reportGlb(glb)]
  for (const figure of ['triangles', 'drawCalls', 'materials', 'cameras', 'variants'] as const) {
    expect({ [figure]: other[figure] }).toEqual({ [figure]: one[figure] })
  }
  const errors = ({ validator }: typeof one) =>
    validator.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  expect(errors(other)).toEqual(errors(one))
})

test('whatever is strange about a file, the result is shown or the original stays', async () => {
  const shown = GLB_CASES.filter(({ refusal }) => refusal === undefined)
  expect(shown.length).toBeGreaterThan(10)
  for (const { name, bytes } of shown) {
    const { glb } = await optimizeGlb(bytes(), { minSavedBytes: 1 })
    expect({ name, ok: openGlb(createBytesReader(glb)).ok }).toEqual({ name, ok: true })
  }
})

test('what the viewer refuses is refused', async () => {
  for (const { name, bytes, refusal } of GLB_CASES) {
    if (refusal === undefined) continue
    const result = await optimizeGlb(bytes()).catch(({ code }: AssetError) => ({ code }))
    expect({ name, result }).toEqual({ name, result: { code: 'invalid_model' } })
  }
})

test('bad options and an abort are refused', async () => {
  const bytes = fixture('race-car.glb')
  for (const maxTextureSide of [0, 1.5, 20_000, Number.NaN]) {
    await expect(optimizeGlb(bytes, { maxTextureSide })).rejects.toBeInstanceOf(AssetError)
  }
  const signal = AbortSignal.abort(new Error('stopped'))
  await expect(optimizeGlb(bytes, { signal })).rejects.toThrow('stopped')
})

describe('a clip', () => {
  const io = new WebIO()
    .registerExtensions([EXTMeshoptCompression])
    .registerDependencies({ 'meshopt.decoder': MeshoptDecoder })

  interface Movement {
    readonly seconds: number
    readonly keysPerSecond: number
    readonly path: 'translation' | 'rotation'
    valueAt(time: number): readonly number[]
  }

  /** The track of a file with one clip, before and after. */
  async function optimizeClip({ seconds, keysPerSecond, path, valueAt }: Movement) {
    const document = new Document()
    const buffer = document.createBuffer()
    const times = Float32Array.from({ length: seconds * keysPerSecond + 1 }, (_, key) => key / keysPerSecond)
    const values = Float32Array.from([...times].flatMap((time) => [...valueAt(time)]))
    const accessor = (type: 'SCALAR' | 'VEC3' | 'VEC4', array: Float32Array) =>
      document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0])))
    const node = document.createNode().setMesh(document.createMesh().addPrimitive(primitive))
    document.createScene().addChild(node)
    const sampler = document
      .createAnimationSampler()
      .setInput(accessor('SCALAR', times))
      .setOutput(accessor(path === 'rotation' ? 'VEC4' : 'VEC3', values))
    const channel = document.createAnimationChannel().setSampler(sampler).setTargetNode(node)
    document.createAnimation('Clip').addSampler(sampler).addChannel(channel.setTargetPath(path))
    const { glb, outcome } = await optimizeGlb(await io.writeBinary(document), { minSavedBytes: 0 })
    const result = await io.readBinary(glb as Uint8Array<ArrayBuffer>)
    const after = result.getRoot().listAnimations()[0]?.listSamplers()[0]
    const [left, kept] = [after?.getInput(), after?.getOutput()]
    /** Between two keys; for steps as small as these the shorter way around is the straight one. */
    const shownAt = (time: number): readonly number[] => {
      const next = Math.max(
        1,
        [...(left?.getArray() ?? [])].findIndex((one) => one >= time),
      )
      const [from, to] = [next - 1, next].map((key) => left?.getScalar(key) ?? 0) as [number, number]
      const [before, behind] = [next - 1, next].map((key) => kept?.getElement(key, []) ?? [])
      return (before ?? []).map(
        (value, part) => value + ((behind?.[part] ?? 0) - value) * ((time - from) / (to - from)),
      )
    }
    const errors = [...times].flatMap((time) => {
      const shown = shownAt(time)
      return valueAt(time).map((value, part) => Math.abs(value - (shown[part] ?? 0)))
    })
    return { outcome, keys: [times.length, left?.getCount() ?? 0], error: Math.max(...errors) }
  }
  const sway = (amplitude: number, period: number) => (time: number) =>
    [0, amplitude * Math.sin((2 * Math.PI * time) / period), 0] as const

  test.each([
    ['of a tenth of a millimetre, which parts of another scale may show large', 0.0001, 2, 120],
    ['that is slow and has many keys', 0.1, 60, 60],
    ['like breathing', 0.02, 10, 60],
  ])('%s stays what it is', async (_, amplitude, seconds, keysPerSecond) => {
    const valueAt = sway(amplitude, seconds)
    const { keys, error, outcome } = await optimizeClip({
      seconds,
      keysPerSecond,
      path: 'translation',
      valueAt,
    })
    expect(outcome).toBe('optimized')
    expect(keys[1]).toBeLessThan(keys[0]!)
    expect(error).toBeLessThan(amplitude * 0.001)
  })

  test('that turns slowly stays what it is', async () => {
    const valueAt = (time: number) => {
      const half = 0.015 * Math.sin((2 * Math.PI * time) / 10)
      return [0, 0, Math.sin(half), Math.cos(half)]
    }
    const { keys, error } = await optimizeClip({ seconds: 10, keysPerSecond: 60, path: 'rotation', valueAt })
    expect(keys[1]).toBeLessThan(keys[0]!)
    expect(error).toBeLessThan(0.015 * 0.001)
  })

  test('that stands still keeps its first and its last key', async () => {
    const { keys, error } = await optimizeClip({
      seconds: 60,
      keysPerSecond: 60,
      path: 'translation',
      valueAt: () => [1, 2, 3],
    })
    expect(keys).toEqual([3601, 2])
    expect(error).toBe(0)
  })
})
