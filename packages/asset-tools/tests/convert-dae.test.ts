/** What other programs than three write into COLLADA. */
import { WebIO } from '@gltf-transform/core'
import { convertToGlb, reportGlb } from '@vectreal/asset-tools'
import { expect, test } from 'vitest'
import { file } from './support/files.js'
import { dae } from './support/formats.js'

const square = new TextDecoder().decode(dae[0]?.bytes)

async function convert(text: string) {
  const { glb, notes } = await convertToGlb([file('square.dae', text), ...dae.slice(1)])
  const document = await new WebIO().readBinary(glb as Uint8Array<ArrayBuffer>)
  return { document, notes, report: await reportGlb(glb) }
}

test.each([
  ['strip', 'tristrips', '0 0 1 1 3 3 2 2'],
  ['fan', 'trifans', '0 0 1 1 2 2 3 3'],
])('a %s of triangles is drawn, every triangle from the same side', async (_what, element, corners) => {
  const inputs =
    '<input semantic="VERTEX" source="#v" offset="0"/><input semantic="TEXCOORD" source="#u" offset="1" set="0"/>'
  const text = square.replace(
    /<triangles.*<\/triangles>/,
    `<${element} material="wood" count="1">${inputs}<p>${corners}</p></${element}>`,
  )
  const { document, report } = await convert(text)
  expect(report).toMatchObject({ triangles: 2, validator: [] })
  const primitive = document.getRoot().listMeshes()[0]?.listPrimitives()[0]
  expect(primitive?.getMaterial()?.getName()).toBe('Wood')
  const [points, indices] = [primitive?.getAttribute('POSITION'), primitive?.getIndices()]
  const sides = [0, 3].map((first) => {
    const [a, b, c] = [0, 1, 2].map(
      (corner) => points?.getElement(indices?.getScalar(first + corner) ?? 0, []) ?? [],
    )
    const [ab, ac] = [b, c].map((to) => to?.map((value, axis) => value - (a?.[axis] ?? 0)) ?? [])
    return Math.sign((ab?.[2] ?? 0) * (ac?.[0] ?? 0) - (ab?.[0] ?? 0) * (ac?.[2] ?? 0))
  })
  expect(sides).toEqual([-1, -1])
})

test.each([
  ['polygons', '<p>0 0 1 1 2 2</p><p>0 0 2 2 3 3</p>', 2],
  ['polygons, of which some are empty', '<p></p><p>0 0 1 1 2 2</p><p>0 0</p><p>0 0 2 2 3 3</p>', 2],
  ['polygons of four corners', '<p>0 0 1 1 2 2 3 3</p>', 2],
  ['polygons with holes', '<ph><p>0 0 1 1 2 2 3 3</p><h>0 0 1 1 2 2</h></ph>', 2],
])('all of several %s are drawn', async (_what, corners, triangles) => {
  const inputs =
    '<input semantic="VERTEX" source="#v" offset="0"/><input semantic="TEXCOORD" source="#u" offset="1" set="0"/>'
  const text = square.replace(
    /<triangles.*<\/triangles>/,
    `<polygons material="wood" count="2">${inputs}${corners}</polygons>`,
  )
  expect((await convert(text)).report).toMatchObject({ triangles, validator: [] })
})

test('an element that is empty takes nothing of those after it', async () => {
  const text = square.replace(
    '<triangles',
    '<polygons count="0"/><linestrips count="0"/><triangles count="0"><input semantic="VERTEX" source="#v" offset="0"/></triangles><triangles',
  )
  expect((await convert(text)).report).toMatchObject({ triangles: 2, validator: [] })
})

test('holes of polygons are filled, which is said', async () => {
  const text = square.replace(
    /<triangles.*<\/triangles>/,
    '<polygons count="1"><input semantic="VERTEX" source="#v" offset="0"/><ph><p>0 1 2 3</p><h>0 1 2</h></ph></polygons>',
  )
  expect((await convert(text)).notes.map(({ message }) => message)).toContain(
    'Not carried over: holes of polygons.',
  )
})

test('normals that only some faces have are made for all, which is said', async () => {
  const normals =
    '<source id="w"><float_array id="wa" count="3">0 0 1</float_array><technique_common><accessor source="#wa" count="1" stride="3"><param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>'
  const more =
    '<triangles material="wood" count="1"><input semantic="VERTEX" source="#v" offset="0"/><input semantic="NORMAL" source="#w" offset="1"/><p>0 0 1 0 2 0</p></triangles>'
  const text = square.replace('<vertices', `${normals}<vertices`).replace('</mesh>', `${more}</mesh>`)
  const { report, notes } = await convert(text)
  expect(report).toMatchObject({ triangles: 3, validator: [] })
  expect(notes.map(({ message }) => message)).toContain(
    'Left out, as some parts have too few of them: normal.',
  )
})

test('a mesh without points beside another becomes a plain node', async () => {
  const library = square.match(/<library_geometries>.*<\/library_geometries>/s)?.[0] ?? ''
  const pointless = library
    .replace('id="square"', 'id="another"')
    .replace('semantic="POSITION"', 'semantic="NONE"')
  const text = addNode('<instance_geometry url="#another"/>')(square).replace(library, library + pointless)
  expect((await convert(text)).report).toMatchObject({ triangles: 2, validator: [] })
})

test('many nodes that are not placed twice are no bomb', async () => {
  const nodes = Array.from({ length: 21_000 }, (_, index) => `<node id="x${index}"/>`).join('')
  const text = square.replace('</visual_scene>', `${nodes}</visual_scene>`)
  expect((await convert(text)).report.triangles).toBe(2)
})

test('all of several chains of lines are drawn', async () => {
  const text = square.replace(
    /<triangles.*<\/triangles>/,
    '<linestrips count="2"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2</p><p>2 3</p></linestrips>',
  )
  const { document } = await convert(text)
  const primitive = document.getRoot().listMeshes()[0]?.listPrimitives()[0]
  expect([
    primitive?.getMode(),
    (primitive?.getIndices() ?? primitive?.getAttribute('POSITION'))?.getCount(),
  ]).toEqual([1, 6])
})

test('coordinates of three numbers, in a set that is not the first, become those of the picture', async () => {
  const text = square
    .replace('count="8">0 0 1 0 1 1 0 1<', 'count="12">0 0 5 1 0 5 1 1 5 0 1 5<')
    .replace('count="4" stride="2"><param name="S"', 'count="4" stride="3"><param name="S"')
    .replace('<param name="T" type="float"/>', '<param name="T" type="float"/><param name="P" type="float"/>')
    .replace('set="0"', 'set="1"')
  const { document, report } = await convert(text)
  expect(report.validator).toEqual([])
  const coordinates = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('TEXCOORD_0')
  expect([...(coordinates?.getArray() ?? [])]).toEqual([0, 1, 1, 1, 1, 0, 0, 0])
})

/** Turns of one axis, from 0 to 2 seconds. */
const turning = (axis: string, degrees: number) => `<animation id="${axis}">
<source id="${axis}-i"><float_array id="${axis}-ia" count="2">0 2</float_array><technique_common><accessor source="#${axis}-ia" count="2" stride="1"><param name="TIME" type="float"/></accessor></technique_common></source>
<source id="${axis}-o"><float_array id="${axis}-oa" count="2">0 ${degrees}</float_array><technique_common><accessor source="#${axis}-oa" count="2" stride="1"><param name="ANGLE" type="float"/></accessor></technique_common></source>
<source id="${axis}-n"><Name_array id="${axis}-na" count="2">LINEAR LINEAR</Name_array><technique_common><accessor source="#${axis}-na" count="2" stride="1"><param name="INTERPOLATION" type="name"/></accessor></technique_common></source>
<sampler id="${axis}-s"><input semantic="INPUT" source="#${axis}-i"/><input semantic="OUTPUT" source="#${axis}-o"/><input semantic="INTERPOLATION" source="#${axis}-n"/></sampler>
<channel source="#${axis}-s" target="n/${axis}.ANGLE"/></animation>`

test('turns of several axes are one rotation, and a full turn between two keys stays one', async () => {
  const axes = '<rotate sid="rotateZ">0 0 1 0</rotate><rotate sid="rotateY">0 1 0 0</rotate>'
  const text = square
    .replace('name="Square">', `name="Square">${axes}`)
    .replace(
      '<library_visual_scenes>',
      `<library_animations>${turning('rotateZ', 360)}${turning('rotateY', 90)}</library_animations><library_visual_scenes>`,
    )
  const { document, notes, report } = await convert(text)
  expect([notes, report.validator]).toEqual([[], []])
  const channels = document.getRoot().listAnimations()[0]?.listChannels() ?? []
  expect(channels.map((channel) => channel.getTargetPath())).toEqual(['rotation'])
  const sampler = channels[0]?.getSampler()
  const times = [...(sampler?.getInput()?.getArray() ?? [])]
  const at = (seconds: number) =>
    sampler
      ?.getOutput()
      ?.getElement(times.indexOf(seconds), [])
      .map((x) => Math.abs(x))
  // Half of the way: 180 degrees around Z after 45 around Y.
  const [sin, cos] = [Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)]
  for (const [index, value] of [sin, 0, cos, 0].entries()) expect(at(1)?.[index]).toBeCloseTo(value, 5)
  for (const [index, value] of [0, Math.SQRT1_2, 0, Math.SQRT1_2].entries())
    expect(at(2)?.[index]).toBeCloseTo(value, 5)
})

test.each([
  ['an asset that says unit and axis', (text: string) => text.replace(/<asset>.*<\/asset>/, '')],
  ['a camera that a node names', addNode('<instance_camera url="#none"/>')],
  ['a light that a node names', addNode('<instance_light url="#none"/>')],
  ['a mesh that a node names', addNode('<instance_geometry url="#none"/>')],
  ['a skin that a node names', addNode('<instance_controller url="#none"/>')],
  ['a node that another names', addNode('<instance_node url="#none"/>')],
  ['the material of a mesh', (text: string) => text.replace('target="#wood"', 'target="#none"')],
  ['the effect of a material', (text: string) => text.replace('url="#wood-effect"', 'url="#none"')],
  ['the scene that is shown', (text: string) => text.replace(/<scene>.*<\/scene>/, '')],
])('a file without %s is shown all the same', async (_what, change) => {
  const { document, report } = await convert(change(square))
  expect(report).toMatchObject({ triangles: 2, validator: [] })
  const [material] = document.getRoot().listMaterials()
  expect(material?.getBaseColorFactor()).toEqual([1, 1, 1, 1])
})

test('what a file names and does not have is said', async () => {
  const { notes } = await convert(addNode('<instance_geometry url="other.dae#mesh"/>')(square))
  expect(notes.map(({ message }) => message)).toEqual(['Named in the file, and not there: ther.dae#mesh.'])
})

test('a mesh that a morph changes is shown as it is at rest', async () => {
  const morph = `<library_controllers><controller id="morph"><morph source="#square" method="NORMALIZED"/></controller></library_controllers>`
  const text = square
    .replace('<library_visual_scenes>', `${morph}<library_visual_scenes>`)
    .replaceAll('instance_geometry', 'instance_controller')
    .replace('url="#square"', 'url="#morph"')
  expect((await convert(text)).report).toMatchObject({ triangles: 2, validator: [] })
})

test('what stands in a second library of its kind is read as well', async () => {
  const library = square.match(/<library_geometries>.*<\/library_geometries>/s)?.[0] ?? ''
  const second = library.replace('id="square"', 'id="another"')
  const text = addNode('<instance_geometry url="#another"/>')(square).replace(library, library + second)
  expect((await convert(text)).report).toMatchObject({ triangles: 4, validator: [] })
})

function addNode(content: string): (text: string) => string {
  return (text) =>
    text.replace('</visual_scene>', `<node id="m" name="More">${content}</node></visual_scene>`)
}
