/** Files for the AR apps of phones, read by programs that had no part in making them. */
import { type ArFileResult, makeArGlb, makeArUsdz, reportGlb } from '@vectreal/asset-tools'
import { createBytesReader, openGlb } from '@vectreal/scene-format'
import { describe, expect, test } from 'vitest'
import { fixture, model, plain } from './support/models.js'
import { readUsdz } from './support/usd-reader.js'

const read = (name: string) => fixture(`${name}.glb`)

function bytesOf(result: ArFileResult): Uint8Array {
  if (result.kind !== 'made') throw new Error(JSON.stringify(result))
  return result.bytes
}

// oxlint-disable-next-line typescript/no-explicit-any -- a document is read freely here
function documentOf(glb: Uint8Array): any {
  const opened = openGlb(createBytesReader(glb))
  if (!opened.ok) throw new Error('the model is refused')
  return opened.glb.json
}

const errorsOf = async (glb: Uint8Array) =>
  (await reportGlb(glb)).validator.filter(({ severity }) => severity === 'error')

test.each(['race-car', 'sports-sedan-variants', 'showroom-cameras-lights'])(
  'a reader of USD finds all triangles of %s in its USDZ',
  async (name) => {
    const source = read(name)
    const usdz = await readUsdz(bytesOf(await makeArUsdz(source)))
    const { triangles } = await reportGlb(source)
    expect(usdz.triangles).toBe(triangles)
    // What Quick Look asks for: the stage comes first, nothing is compressed, each file begins at 64 bytes.
    expect(usdz.entries[0]?.name).toBe('model.usda')
    expect(usdz.entries.filter(({ isStored, offset }) => !isStored || offset % 64 !== 0)).toEqual([])
    expect(usdz.stage).toMatch(/metersPerUnit = 1\b[\s\S]*upAxis = "Y"/)
  },
)

test('a model that shares its memory with others, as small files of Node do, has its USDZ', async () => {
  const source = read('race-car')
  const shared = Buffer.concat([Buffer.from('before it'), source, Buffer.from('after it')])
  const usdz = await readUsdz(bytesOf(await makeArUsdz(shared.subarray(9, 9 + source.length))))
  expect(usdz.triangles).toBe((await reportGlb(source)).triangles)
})

test.each([
  ['floor', 'horizontal'],
  ['wall', 'vertical'],
] as const)('a model for the %s holds on to a %s plane', async (placement, alignment) => {
  const { stage } = await readUsdz(bytesOf(await makeArUsdz(read('race-car'), { placement })))
  expect(stage).toContain(`planeAnchoring:alignment = "${alignment}"`)
})

test.each([
  ['controller-ktx2', /KTX2/],
  ['zombie-skinned-animated', /skeleton/],
  ['littlest-tokyo-draco-animated', /skeleton/],
])('%s gets no USDZ, and a sentence that says why', async (name, reason) => {
  expect(await makeArUsdz(read(name))).toEqual({ kind: 'none', reason: expect.stringMatching(reason) })
})

test('glass is seen through', async () => {
  const { stage } = await readUsdz(bytesOf(await makeArUsdz(read('showroom-cameras-lights'))))
  const opacities = [...stage.matchAll(/inputs:opacity = ([\d.]+)/g)].map(([, opacity]) => Number(opacity))
  expect(opacities.toSorted((one, other) => one - other)).toEqual([expect.closeTo(0.2875), 1, 1])
})

describe('a model that is not in metres', () => {
  test.each([0.01, 25.4, 1e-6, 1e6])('is %f of its size in both files', async (metresPerUnit) => {
    const source = read('race-car')
    const glb = bytesOf(await makeArGlb(source, { metresPerUnit }))
    const { scenes, scene, nodes } = documentOf(glb)
    expect(scenes).toHaveLength(1)
    const root = nodes[scenes[scene].nodes[0]]
    expect(root.scale).toEqual([metresPerUnit, metresPerUnit, metresPerUnit])
    expect(await errorsOf(glb)).toEqual([])
    const { stage, triangles } = await readUsdz(bytesOf(await makeArUsdz(source, { metresPerUnit })))
    expect(triangles).toBeGreaterThan(1000)
    const [, x = ''] = /"Real_size"\s*\{\s*matrix4d xformOp:transform = \( \(([^,]+),/.exec(stage) ?? []
    expect(Number(x)).toBeCloseTo(metresPerUnit, 9)
  })

  test('keeps its skeleton and its animations', async () => {
    const source = read('zombie-skinned-animated')
    const glb = bytesOf(await makeArGlb(source, { metresPerUnit: 0.01 }))
    expect(await errorsOf(glb)).toEqual([])
    const [before, after] = [documentOf(source), documentOf(glb)]
    expect([after.skins, after.animations]).toEqual([before.skins, before.animations])
  })
})

test('the variant that a scene shows is the one that phones show; an unknown one changes nothing', async () => {
  const source = await model({ image: await plain(64, 64) })
  const materialOf = (glb: Uint8Array) => {
    const { meshes, materials } = documentOf(glb)
    return materials[meshes[0].primitives[0].material].name
  }
  expect(materialOf(source)).toBe('Oak')
  expect(materialOf(bytesOf(await makeArGlb(source, { variant: 'Ash' })))).toBe('Ash')
  expect(await makeArGlb(source, { variant: 'Teak' })).toEqual({ kind: 'same' })
})

test('Meshopt and quantised attributes are unpacked, and the file is still valid', async () => {
  const glb = bytesOf(await makeArGlb(read('hand-skinned-meshopt')))
  expect(documentOf(glb).extensionsUsed ?? []).toEqual([])
  expect(await errorsOf(glb)).toEqual([])
})
