/** PLY files whose faces have many corners: caps of cylinders, walls with corners that point inwards. */
import { convertToGlb, reportGlb } from '@vectreal/asset-tools'
import { expect, test } from 'vitest'
import { file, PIXEL } from './support/files.js'
import { L_SHAPE } from './support/outlines.js'

// Two triangles, a quadrilateral and an L of six corners: 8 triangles in all.
const POINTS = L_SHAPE
const FACES = [
  [0, 1, 2],
  [0, 2, 3],
  [0, 1, 2, 3],
  [1, 2, 3, 4, 5, 0],
]
const head = (format: string) => `ply
format ${format} 1.0
element vertex ${POINTS.length}
property float x
property float y
property float z
element face ${FACES.length}
property uchar red
property uchar green
property uchar blue
property list uchar int vertex_indices
property list uchar float texcoord
end_header
`
const coordinates = (face: readonly number[]) => face.flatMap((corner) => POINTS[corner] ?? [])

function asText(): Uint8Array {
  const points = POINTS.map((point) => [...point, 0].join(' '))
  const faces = FACES.map((face) => {
    const places = coordinates(face)
    return [255, 0, 0, face.length, ...face, places.length, ...places].join(' ')
  })
  return new TextEncoder().encode(`${head('ascii')}${[...points, ...faces].join('\n')}\n`)
}

function asBinary(isLittle: boolean): Uint8Array {
  const bytes: number[] = [...new TextEncoder().encode(head(`binary_${isLittle ? 'little' : 'big'}_endian`))]
  const add = (write: (view: DataView) => void, size: number) => {
    const view = new DataView(new ArrayBuffer(size))
    write(view)
    bytes.push(...new Uint8Array(view.buffer))
  }
  const addFloat = (value: number) => add((view) => view.setFloat32(0, value, isLittle), 4)
  for (const point of POINTS) for (const value of [...point, 0]) addFloat(value)
  for (const face of FACES) {
    bytes.push(255, 0, 0, face.length)
    for (const corner of face) add((view) => view.setInt32(0, corner, isLittle), 4)
    const places = coordinates(face)
    bytes.push(places.length)
    for (const value of places) addFloat(value)
  }
  return Uint8Array.from(bytes)
}

test.each([
  ['text', asText()],
  ['little-endian', asBinary(true)],
  ['big-endian', asBinary(false)],
])('as %s are drawn whole', async (_what, bytes) => {
  const { glb, size } = await convertToGlb([file('plan.ply', bytes)], { units: 'm' })
  expect(await reportGlb(glb)).toMatchObject({ triangles: 8, validator: [] })
  expect(size).toEqual({ x: 2, y: 2, z: 0 })
})

test('with the picture that MeshLab names are drawn with it, or it is said to be missing', async () => {
  const text = new TextDecoder()
    .decode(asText())
    .replace('element vertex', 'comment TextureFile wood.png\nelement vertex')
  const plan = file('plan.ply', text)
  const { glb, notes } = await convertToGlb([plan, file('wood.png', PIXEL)], { units: 'm' })
  expect([(await reportGlb(glb)).textures.length, notes]).toEqual([1, []])
  const without = await convertToGlb([plan], { units: 'm' })
  expect(without.notes.map(({ message }) => message)).toEqual(['1 texture is missing: wood.png.'])
})

test.each([1, 20, 60, 100])('cut %d bytes before the end they are refused', async (missing) => {
  const bytes = asBinary(true)
  const refused = convertToGlb([file('plan.ply', bytes.slice(0, -missing))], { units: 'm' })
  await expect(refused).rejects.toMatchObject({ code: 'damaged_file' })
})
