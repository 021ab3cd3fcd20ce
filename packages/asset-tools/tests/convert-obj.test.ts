/** What OBJ files hold beside faces. */
import { type Document, WebIO } from '@gltf-transform/core'
import { convertToGlb, reportGlb } from '@vectreal/asset-tools'
import { Vector3 } from 'three'
import { expect, test } from 'vitest'
import { file, PIXEL } from './support/files.js'
import { L_SHAPE } from './support/outlines.js'

const POINTS = 'v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n'
const [DRAWN_POINTS, DRAWN_LINES, DRAWN_TRIANGLES] = [0, 1, 4]

/** Of each primitive how it is drawn, and its number of corners. */
async function convert(text: string) {
  const { glb } = await convertToGlb([file('model.obj', text)], { units: 'm' })
  const document = await new WebIO().readBinary(glb as Uint8Array<ArrayBuffer>)
  const { validator } = await reportGlb(glb)
  const drawn = document
    .getRoot()
    .listNodes()
    .flatMap((node) =>
      (node.getMesh()?.listPrimitives() ?? []).map((primitive) => [node, primitive] as const),
    )
    .map(([node, primitive]) => [
      node.getName(),
      primitive.getMode(),
      (primitive.getIndices() ?? primitive.getAttribute('POSITION'))?.getCount(),
    ])
  return { drawn, validator }
}

function areaOf(document: Document): number {
  const [primitive] = document.getRoot().listMeshes()[0]?.listPrimitives() ?? []
  const [positions, indices] = [primitive?.getAttribute('POSITION'), primitive?.getIndices()]
  const corners = Array.from({ length: indices?.getCount() ?? 0 }, (_, index) =>
    new Vector3().fromArray(positions?.getElement(indices?.getScalar(index) ?? 0, []) ?? []),
  )
  let area = 0
  for (let index = 0; index < corners.length; index += 3) {
    const [a, b, c] = corners.slice(index, index + 3) as [Vector3, Vector3, Vector3]
    area += b.sub(a).cross(c.sub(a)).length() / 2
  }
  return area
}

test('points, lines and faces of one object are all drawn, in any order', async () => {
  const { drawn, validator } = await convert(
    `o Mixed\n${POINTS}f 1 2 3\np 1 2\nl -4 3\nf 1 3 4\nv 5 5 5\nl 1 2\nf 1 2 4\no Next\nf 1 2 3\n`,
  )
  expect(drawn).toEqual([
    ['Mixed', DRAWN_TRIANGLES, 9],
    ['Mixed', DRAWN_LINES, 4],
    ['Mixed', DRAWN_POINTS, 2],
    ['Next', DRAWN_TRIANGLES, 3],
  ])
  expect(validator).toEqual([])
})

test('what follows keeps the material that it was written under', async () => {
  const text = `mtllib m.mtl\n${POINTS}o A\nusemtl Red\nf 1 2 3\nl 1 2\nusemtl Blue\nf 1 3 4\no B\nf 1 2 4\n`
  const { glb } = await convertToGlb(
    [file('model.obj', text), file('m.mtl', 'newmtl Red\nKd 1 0 0\nnewmtl Blue\nKd 0 0 1\n')],
    { units: 'm' },
  )
  const document = await new WebIO().readBinary(glb as Uint8Array<ArrayBuffer>)
  const materials = document
    .getRoot()
    .listNodes()
    .flatMap((node) =>
      (node.getMesh()?.listPrimitives() ?? []).map(
        (one) => `${node.getName()} ${one.getMaterial()?.getName()}`,
      ),
    )
  expect(materials.at(-1)).toBe('B Blue')
})

test('a line of many points is drawn from each to the next, also over several lines of text', async () => {
  const { drawn } = await convert(`${POINTS}o Way\nl 1 2 \\\n3 4\n`)
  expect(drawn).toEqual([['Way', DRAWN_LINES, 6]])
})

test.each([
  ['in a plane', ([x = 0, y = 0]: readonly number[]) => [x, y, 0]],
  ['anywhere', ([x = 0, y = 0]: readonly number[]) => [x * 0.6 + 5, x * 0.8 - 3, y + 7]],
])('a face that is not convex covers what it encloses, %s', async (_what, place) => {
  for (const first of L_SHAPE.keys()) {
    const turned = [...L_SHAPE.slice(first), ...L_SHAPE.slice(0, first)].map((corner) => place(corner))
    const text = turned.map((point) => `v ${point.join(' ')}`).join('\n')
    const { glb } = await convertToGlb([file('model.obj', `${text}\nf -6 -5 -4 -3 -2 -1\n`)], { units: 'm' })
    const document = await new WebIO().readBinary(glb as Uint8Array<ArrayBuffer>)
    expect(areaOf(document)).toBeCloseTo(3, 4)
  }
})

test('roughness and metalness of materials are carried over, as numbers and as pictures', async () => {
  const { glb, notes } = await convertToGlb(
    [
      file(
        'model.obj',
        `mtllib m.mtl\n${POINTS}vt 0 0\nusemtl Steel\nf 1/1 2/1 3/1\nusemtl Rust\nf 1/1 3/1 4/1\n`,
      ),
      file(
        'm.mtl',
        'newmtl Steel\nPr 0.4\nPm 0.9\nnewmtl Rust\nmap_Pr rough.png\nmap_Pm metal.png\nmap_Ns gloss.png\n',
      ),
      file('rough.png', PIXEL),
      file('metal.png', PIXEL),
    ],
    { units: 'm' },
  )
  expect(notes.map(({ message }) => message)).toEqual(['Not carried over: of materials: map_ns.'])
  const materials = (await new WebIO().readBinary(glb as Uint8Array<ArrayBuffer>)).getRoot().listMaterials()
  const [steel, rust] = ['Steel', 'Rust'].map((name) => materials.find((one) => one.getName() === name))
  expect([steel?.getRoughnessFactor(), steel?.getMetallicFactor()]).toEqual([0.4, 0.9])
  expect([rust?.getRoughnessFactor(), rust?.getMetallicFactor()]).toEqual([1, 1])
  expect(rust?.getMetallicRoughnessTexture()).not.toBeNull()
})

test('a light brighter than glTF has keeps its brightness beside its colour', async () => {
  const { glb } = await convertToGlb(
    [
      file('model.obj', `mtllib m.mtl\n${POINTS}usemtl Lamp\nf 1 2 3\n`),
      file('m.mtl', 'newmtl Lamp\nKd 2 0.5 0\nKe 8 4 0\n'),
    ],
    { units: 'm' },
  )
  const { materials } = JSON.parse(
    new TextDecoder().decode(
      glb.subarray(20, 20 + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)),
    ),
  )
  const [{ emissiveFactor, extensions }] = materials
  const strength = extensions.KHR_materials_emissive_strength.emissiveStrength
  expect(Math.max(...emissiveFactor)).toBe(1)
  expect(strength).toBeGreaterThan(8)
  expect((await reportGlb(glb)).validator).toEqual([])
})
