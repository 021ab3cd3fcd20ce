import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GLB_CASES, HOSTILE_FILES, packGlb } from '@vectreal/test-kit/glb-cases'
import { describeFinding } from '../src/glb/describe-finding.js'
import { isDrawn, measureGlb } from '../src/glb/measure-glb.js'
import { openGlb } from '../src/glb/open-glb.js'
import { createBytesReader } from '../src/glb/reader.js'

const open = (bytes: Uint8Array, limits = {}) => openGlb(createBytesReader(bytes), limits)
const plain = GLB_CASES[0]?.bytes() ?? new Uint8Array()
const pack = (json: string) => packGlb(json, Buffer.alloc(4))

describe('a file of the wild', () => {
  test.each(GLB_CASES)('$name', ({ bytes, refusal }) => {
    const opened = open(bytes())
    const errors = opened.ok ? [] : opened.errors.map(describeFinding)
    expect(errors.join('\n')).toMatch(refusal ?? /^$/)
  })
})

describe('a hostile file', () => {
  test.each(HOSTILE_FILES)('$name', ({ bytes, refusal }) => {
    const opened = open(bytes())
    const errors = opened.ok ? [] : opened.errors.map(describeFinding)
    expect(errors.join('\n')).toMatch(refusal ?? /^$/)
  })
})

test('names a fault once, with its place apart from the words', () => {
  const picture = GLB_CASES.find(({ name }) => name === 'a picture outside the file')
  const opened = open(picture?.bytes() ?? plain)
  const said = opened.ok ? [] : opened.errors.map((error) => [error.pointer, describeFinding(error)])
  expect(said).toEqual([
    [
      '/images/0/uri',
      'Texture "wood.png" is not inside the file. In Blender: Export › glTF 2.0, Format: glTF Binary.',
    ],
  ])
})

test.each([
  ['nothing at all', new Uint8Array(), /too short/],
  ['a glTF file that is text', Buffer.from('{"asset": {"version": "2.0"}}'), /not a GLB/],
  ['JSON that is none', pack('{"asset": '), /JSON in the file is not valid/],
  ['a list in the place of a document', pack('[]'), /JSON in the file is not valid/],
  ['glTF 1', pack('{"asset":{"version":"1.0"}}'), /does not say that it is glTF 2.0/],
  ['a scene that does not exist', pack('{"asset":{"version":"2.0"},"scene":4,"scenes":[{}]}'), /scene 5/],
])('refuses %s', (_what, bytes, reason) => {
  const opened = open(bytes)
  expect(opened.ok ? '' : opened.errors.map(describeFinding).join('\n')).toMatch(reason)
})

test('refuses a file that is cut at any byte', () => {
  for (let length = 0; length < plain.length; length += 1) expect(open(plain.slice(0, length)).ok).toBe(false)
})

test('holds a file to the limits that it is given', () => {
  expect(open(plain).ok).toBe(true)
  expect(open(plain, { elements: 17 })).toMatchObject({ ok: false, errors: [{ pointer: '/accessors' }] })
  expect(open(plain, { elements: 18 }).ok).toBe(true)
  expect(open(plain, { entries: 3 })).toMatchObject({
    ok: false,
    errors: [{ pointer: '/accessors' }, { pointer: '/bufferViews' }],
  })
})

test('counts what a model costs, and tells what of it is drawn', () => {
  const painted = GLB_CASES.find(({ name }) => name === 'a picture in a base64 data URI')
  const opened = open(painted?.bytes() ?? plain)
  if (!opened.ok) throw new Error('the model is refused')
  // 4 points of 12 + 12 + 8 bytes, 6 indices of 2, and one pixel with its levels.
  expect(measureGlb(opened.glb)).toEqual({
    values: 4 * 8 + 6,
    gpuBytes: 4 * 32 + 12 + 5,
    // In the JSON, not in the binary part.
    images: { count: 1, bytes: 0, width: 1, height: 1 },
  })
  expect(opened.glb.drawn.textures.size).toBe(1)
  const places = ['', '/asset', '/images/0/uri', '/images/1', '/nodes/7', '/constructor/0']
  expect(places.filter((place) => isDrawn(opened.glb, place))).toEqual([
    '',
    '/asset',
    '/images/0/uri',
    '/constructor/0',
  ])
})

test('whatever the bytes, it returns', () => {
  const document = fc.dictionary(
    fc.constantFrom(
      'asset',
      'scene',
      'scenes',
      'nodes',
      'meshes',
      'materials',
      'textures',
      'images',
      'accessors',
      'bufferViews',
      'buffers',
      'skins',
      'animations',
      'cameras',
      'extensionsUsed',
    ),
    fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
  )
  const json = document.map((value) => pack(JSON.stringify({ ...value, asset: { version: '2.0' } })))
  const noise = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(fc.oneof(json, noise), (bytes) => {
      expect(typeof open(bytes).ok).toBe('boolean')
    }),
  )
})
