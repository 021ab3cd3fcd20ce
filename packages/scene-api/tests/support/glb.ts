/** Small models made on the spot. */

/** One triangle. `change` edits the JSON before it is packed; `padding` bytes are appended to the data. */
export function makeGlb({
  change = (gltf) => gltf,
  padding = 0,
}: {
  change?: (gltf: Record<string, unknown>) => Record<string, unknown>
  padding?: number
} = {}): Uint8Array<ArrayBuffer> {
  const bin = Buffer.alloc(36 + padding)
  for (const [index, value] of [0, 0, 0, 1, 0, 0, 0, 1, 0].entries()) bin.writeFloatLE(value, index * 4)
  const gltf = change({
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
    ],
    bufferViews: [{ buffer: 0, byteLength: 36 }],
    buffers: [{ byteLength: bin.length }],
  })
  return packGlb(JSON.stringify(gltf), bin)
}

export function packGlb(json: string, bin: Buffer): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(json)
  const jsonBytes = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, 0x20)])
  const header = Buffer.alloc(20)
  header.write('glTF', 0, 'latin1')
  header.writeUInt32LE(2, 4)
  header.writeUInt32LE(28 + jsonBytes.length + bin.length, 8)
  header.writeUInt32LE(jsonBytes.length, 12)
  header.writeUInt32LE(0x4e4f534a, 16)
  const binHeader = Buffer.alloc(8)
  binHeader.writeUInt32LE(bin.length, 0)
  binHeader.writeUInt32LE(0x004e4942, 4)
  return new Uint8Array(Buffer.concat([header, jsonBytes, binHeader, bin]))
}
