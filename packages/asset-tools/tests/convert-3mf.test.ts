/** 3MF as slicers and CAD programs write it. */
import { convertToGlb, reportGlb } from '@vectreal/asset-tools'
import { expect, test } from 'vitest'
import { file, zip } from './support/files.js'

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02'
const MATERIALS = 'http://schemas.microsoft.com/3dmanufacturing/material/2015/02'
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06'
const triangle = (size: number, more = '') =>
  `<mesh><vertices><vertex x="0" y="0" z="0"/><vertex x="${size}" y="0" z="0"/><vertex x="0" y="${size}" z="0"/></vertices><triangles><triangle v1="0" v2="1" v3="2"${more}/></triangles></mesh>`
const model = (resources: string, build: string) =>
  `<?xml version="1.0"?><model unit="millimeter" xmlns="${CORE}" xmlns:m="${MATERIALS}" xmlns:p="${PRODUCTION}"><resources>${resources}</resources><build>${build}</build></model>`
const relations = (target: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/Metadata/thumbnail.png" Id="rel1" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"/><Relationship Target="/${target}" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`

async function convert(parts: Readonly<Record<string, string>>) {
  const [root = ''] = Object.keys(parts)
  const entries = Object.entries(parts).map(([name, text]) => file(name, text))
  const { glb, notes, size } = await convertToGlb([
    file('model.3mf', await zip([file('_rels/.rels', relations(root)), ...entries])),
  ])
  const report = await reportGlb(glb)
  expect(report.validator).toEqual([])
  const json = JSON.parse(
    new TextDecoder().decode(
      glb.subarray(20, 20 + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)),
    ),
  )
  return { triangles: report.triangles, notes: notes.map(({ message }) => message), size, json }
}

test('parts in files of their own are those that are meant, though their ids are the same', async () => {
  const component = (part: number) => `<component p:path="/3D/Objects/object_${part}.model" objectid="1"/>`
  const { triangles, size, notes } = await convert({
    '3D/3dmodel.model': model(
      `<object id="2"><components>${component(1)}</components></object><object id="3"><components>${component(2)}</components></object>`,
      '<item objectid="2"/><item objectid="3"/>',
    ),
    '3D/Objects/object_1.model': model(`<object id="1">${triangle(10)}</object>`, ''),
    '3D/Objects/object_2.model': model(`<object id="1">${triangle(30)}</object>`, ''),
  })
  expect([triangles, notes]).toEqual([2, []])
  expect(size?.x).toBeCloseTo(0.03, 5)
})

test('parts whose paths are alike stay two', async () => {
  const { triangles, size } = await convert({
    '3D/3dmodel.model': model(
      '<object id="2"><components><component p:path="/3D/a/b.model" objectid="1"/><component p:path="/3D/a_b.model" objectid="1"/></components></object>',
      '<item objectid="2"/>',
    ),
    '3D/a/b.model': model(`<object id="1">${triangle(30)}</object>`, ''),
    '3D/a_b.model': model(`<object id="1">${triangle(10)}</object>`, ''),
  })
  expect(triangles).toBe(2)
  expect(size?.x).toBeCloseTo(0.03, 5)
})

test('colours of the materials extension are those of its triangles', async () => {
  const colors =
    '<m:colorgroup id="5"><m:color color="#FF0000FF"/><m:color color="#00FF00FF"/></m:colorgroup>'
  const { triangles, notes, json } = await convert({
    '3D/3dmodel.model': model(
      `${colors}<object id="1" pid="5" pindex="0">${triangle(10, ' pid="5" p1="1" p2="1" p3="1"')}</object>`,
      '<item objectid="1"/>',
    ),
  })
  expect([triangles, notes]).toEqual([1, []])
  const { attributes } = json.meshes[0].primitives[0]
  expect(attributes).toHaveProperty('COLOR_0')
})

test.each([
  [
    'a part of the build',
    `<object id="1">${triangle(10)}</object>`,
    '<item objectid="1"/><item objectid="7"/>',
    'part 7',
  ],
  [
    'a component',
    `<object id="1">${triangle(10)}</object><object id="2"><components><component objectid="1"/><component objectid="8"/></components></object>`,
    '<item objectid="2"/>',
    'part 8',
  ],
  [
    'a material',
    `<object id="1" pid="9" pindex="0">${triangle(10)}</object>`,
    '<item objectid="1"/>',
    'material 9',
  ],
])(
  'without %s that it names the rest is shown, and what is missing is said',
  async (_what, resources, build, missing) => {
    const { triangles, notes } = await convert({ '3D/3dmodel.model': model(resources, build) })
    expect([triangles, notes]).toEqual([1, [`Named in the file, and not there: ${missing}.`]])
  },
)

test('parts of other files that double with every level are refused', async () => {
  const levels = Array.from({ length: 24 }, (_, index) => {
    const next = `<component objectid="${index + 2}"/>`
    return `<object id="${index + 1}"><components>${next}${next}</components></object>`
  })
  const refused = convert({
    '3D/3dmodel.model': model(
      '<object id="1"><components><component p:path="/3D/part.model" objectid="1"/></components></object>',
      '<item objectid="1"/>',
    ),
    '3D/part.model': model(`${levels.join('')}<object id="25">${triangle(1)}</object>`, ''),
  })
  await expect(refused).rejects.toMatchObject({ code: 'too_large' })
})

test('colours that are mixed are left out, which is said', async () => {
  const { triangles, notes } = await convert({
    '3D/3dmodel.model': model(
      `<m:colorgroup id="5"><m:color color="#FF0000"/></m:colorgroup><m:multiproperties id="6" pids="5"><m:multi pindices="0"/></m:multiproperties><object id="1" pid="6" pindex="0">${triangle(10)}</object>`,
      '<item objectid="1"><metadatagroup/></item><item objectid="9"><metadatagroup/></item>',
    ),
  })
  expect([triangles, notes]).toEqual([
    1,
    ['Named in the file, and not there: part 9.', 'Not carried over: mixed materials (6).'],
  ])
})

test('the model is where the package says, in its unit', async () => {
  const { triangles, size } = await convert({
    'Metadata/part.model': model(`<object id="1">${triangle(10)}</object>`, '<item objectid="1"/>').replace(
      'unit="millimeter"',
      'unit="inch"',
    ),
    '3D/other.model': model('', ''),
  })
  expect(triangles).toBe(1)
  expect(size?.x).toBeCloseTo(0.254, 5)
})
