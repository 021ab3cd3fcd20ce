/** Files of the tests: the models that the viewer is tested with, and small ones made on the spot. */
import { readFileSync } from 'node:fs'
import type { SourceFile } from '@vectreal/asset-tools'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

const FIXTURES = new URL('../../../viewer-core/fixtures/', import.meta.url)

/** One of `packages/viewer-core/fixtures`. */
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURES)))

export const text = (content: string): Uint8Array => new TextEncoder().encode(content)

export const file = (name: string, content: string | Uint8Array): SourceFile => ({
  name,
  bytes: typeof content === 'string' ? text(content) : content,
})

interface ZipOptions {
  readonly password?: string
  /** Names as they are written, byte by byte, without a word on their encoding. */
  readonly encodeName?: (name: string) => Uint8Array
}

export async function zip(
  files: readonly SourceFile[],
  { password, encodeName }: ZipOptions = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { ...(password !== undefined && { password }) })
  for (const { name, bytes } of files) {
    await writer.add(name, new Uint8ArrayReader(bytes), {
      ...(encodeName && { encodeText: encodeName, useUnicodeFileNames: false }),
    })
  }
  return writer.close()
}

/** Numbers as little-endian floats. */
export const floats = (...values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer)

/** A picture of one red pixel. */
export const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)

/** A triangle in a glTF with a file for its points, and one for its picture. */
export function triangle(
  edit: (gltf: Record<string, unknown>) => void = () => undefined,
): readonly SourceFile[] {
  const gltf: Record<string, unknown> = {
    asset: { version: '2.0', generator: 'by hand', extras: { author: 'Somebody' } },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name: 'Corner', mesh: 0, extras: { article: 7 } }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    materials: [{ name: 'Wood', pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
    textures: [{ source: 0 }],
    images: [{ uri: 'textures/wood%20plank.png' }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5126, count: 3, type: 'VEC2' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 24 },
    ],
    buffers: [{ uri: 'corner.bin', byteLength: 60 }],
  }
  edit(gltf)
  return [
    file('corner.gltf', JSON.stringify(gltf)),
    file('corner.bin', floats(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1)),
    file('textures/wood plank.png', PIXEL),
  ]
}
