import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkGlb, DEFAULT_LIMITS } from './check-glb.js'
import { ModelError } from './model-error.js'

const PLAIN = {
  asset: { version: '2.0' },
  scene: 0,
  scenes: [{ nodes: [0] }],
  nodes: [{ name: 'root', children: [1] }, { name: 'child' }],
}

/** A GLB of this document and these bytes. */
function glb(json: object | string, binary: Uint8Array | null = null): ArrayBuffer {
  const text = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json))
  const jsonLength = Math.ceil(text.length / 4) * 4
  const binaryLength = binary === null ? 0 : Math.ceil(binary.length / 4) * 4
  const total = 20 + jsonLength + (binary === null ? 0 : 8 + binaryLength)
  const bytes = new Uint8Array(total).fill(0x20)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x46546c67, true)
  view.setUint32(4, 2, true)
  view.setUint32(8, total, true)
  view.setUint32(12, jsonLength, true)
  view.setUint32(16, 0x4e4f534a, true)
  bytes.set(text, 20)
  if (binary !== null) {
    view.setUint32(20 + jsonLength, binaryLength, true)
    view.setUint32(24 + jsonLength, 0x004e4942, true)
    bytes.set(binary, 28 + jsonLength)
  }
  return bytes.buffer
}

/** The header of a PNG that claims a size. */
function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x89504e47)
  view.setUint32(4, 0x0d0a1a0a)
  view.setUint32(8, 13)
  bytes.set(new TextEncoder().encode('IHDR'), 12)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return bytes
}

function withImage(bytes: Uint8Array): ArrayBuffer {
  return glb(
    {
      ...PLAIN,
      buffers: [{ byteLength: bytes.length }],
      bufferViews: [{ buffer: 0, byteLength: bytes.length }],
      images: [{ bufferView: 0, mimeType: 'image/png' }],
    },
    bytes,
  )
}

/** What is wrong with it, in the words of the error. */
function complaint(bytes: ArrayBuffer): string {
  try {
    checkGlb(bytes)
    return 'nothing'
  } catch (error) {
    const isOurs = error instanceof ModelError && error.code === 'invalid_model'
    return isOurs ? error.detail : `not ours: ${String(error)}`
  }
}

test('a plain file passes', () => {
  expect(complaint(glb(PLAIN))).toBe('nothing')
  expect(complaint(withImage(png(64, 64)))).toBe('nothing')
})

describe('is refused, with the place named', () => {
  const accessor = { componentType: 5126, type: 'VEC3', bufferView: 0 }
  const buffer = { buffers: [{ byteLength: 24 }], bufferViews: [{ buffer: 0, byteLength: 24 }] }
  test.each<[string, ArrayBuffer, string]>([
    ['nothing at all', new ArrayBuffer(0), '0 bytes'],
    ['another magic number', new TextEncoder().encode('{"asset": {"version": "2.0"}}   ').buffer, 'magic'],
    ['JSON that is none', glb('{"asset": '), 'not JSON'],
    ['a list in place of a document', glb('[]'), 'not an object'],
    ['glTF 1', glb({ ...PLAIN, asset: { version: '1.0' } }), '2.x'],
    ['no asset', glb({ scenes: [] }), 'asset'],
    ['no scene', glb({ asset: PLAIN.asset }), 'no scene'],
    ['a scene that does not exist', glb({ ...PLAIN, scene: 4 }), 'scene 4'],
    [
      'an extension that is required and unknown',
      glb({ ...PLAIN, extensionsRequired: ['EXT_secret'] }),
      'EXT_secret',
    ],
    [
      'a buffer elsewhere',
      glb({ ...PLAIN, buffers: [{ byteLength: 4, uri: 'https://evil.example/a.bin' }] }),
      'buffers[0].uri',
    ],
    ['a picture elsewhere', glb({ ...PLAIN, images: [{ uri: '//evil.example/a.png' }] }), 'images[0].uri'],
    ['a picture beside it', glb({ ...PLAIN, images: [{ uri: 'skin.png' }] }), 'self-contained'],
    ['a buffer without bytes', glb({ ...PLAIN, buffers: [{ byteLength: 4 }] }), 'buffers[0]'],
    [
      'a buffer longer than its bytes',
      glb({ ...PLAIN, buffers: [{ byteLength: 99 }] }, new Uint8Array(8)),
      '99 bytes',
    ],
    [
      'a view past the end',
      glb(
        { ...PLAIN, ...buffer, bufferViews: [{ buffer: 0, byteOffset: 20, byteLength: 8 }] },
        new Uint8Array(24),
      ),
      'bufferViews[0]',
    ],
    [
      'an accessor past the end',
      glb({ ...PLAIN, ...buffer, accessors: [{ ...accessor, count: 3 }] }, new Uint8Array(24)),
      'accessors[0] needs 36',
    ],
    [
      'an accessor of a billion zeros',
      glb({ ...PLAIN, accessors: [{ componentType: 5126, type: 'VEC3', count: 1e9 }] }),
      'accessors[0]',
    ],
    ['a count below zero', glb({ ...PLAIN, accessors: [{ ...accessor, count: -1 }] }), 'accessors[0].count'],
    ['a node in itself', glb({ ...PLAIN, nodes: [{ children: [1] }, { children: [0] }] }), 'contains itself'],
    [
      'a node with two parents',
      glb({ ...PLAIN, nodes: [{ children: [2] }, { children: [2] }, {}] }),
      'two parents',
    ],
    ['a child that does not exist', glb({ ...PLAIN, nodes: [{ children: [7] }] }), 'child 7'],
    ['a picture of a gigapixel', withImage(png(32768, 32768)), '32768 x 32768'],
    ['a picture that is none', withImage(new Uint8Array(32)), 'images[0] is not'],
  ])('%s', (_what, bytes, place) => {
    expect(complaint(bytes)).toContain(place)
  })

  test('wrong lengths in the header and in a chunk', () => {
    const long = glb(PLAIN)
    new DataView(long).setUint32(8, long.byteLength + 4, true)
    expect(complaint(long)).toContain('header states')
    const chunk = glb(PLAIN)
    new DataView(chunk).setUint32(12, 0xfffffff0, true)
    expect(complaint(chunk)).toContain('chunk 0')
    const version = glb(PLAIN)
    new DataView(version).setUint32(4, 3, true)
    expect(complaint(version)).toContain('version 3')
  })

  test('the same file cut at every byte', () => {
    const whole = withImage(png(8, 8))
    for (let length = 0; length < whole.byteLength; length += 1) {
      expect(complaint(whole.slice(0, length))).not.toBe('nothing')
    }
  })
})

test('many pictures count together', () => {
  const bytes = png(8192, 8192)
  const images = Array.from({ length: 5 }, () => ({ bufferView: 0 }))
  const file = glb(
    {
      ...PLAIN,
      buffers: [{ byteLength: bytes.length }],
      bufferViews: [{ buffer: 0, byteLength: bytes.length }],
      images,
    },
    bytes,
  )
  expect(complaint(file)).toContain('images[4]')
  expect(DEFAULT_LIMITS.totalPixels).toBe(4 * 8192 * 8192)
})

test('a long chain of nodes is checked in a moment', () => {
  const length = 50_000
  const nodes = Array.from({ length }, (_, index) => (index + 1 < length ? { children: [index + 1] } : {}))
  expect(complaint(glb({ ...PLAIN, nodes }))).toBe('nothing')
})

test('whatever the bytes, it answers or throws its own error', () => {
  const json = fc.json().map((text) => glb(text))
  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes).buffer as ArrayBuffer)
  fc.assert(
    fc.property(fc.oneof(json, noise), (bytes) => {
      expect(complaint(bytes)).not.toContain('not ours')
    }),
  )
})
