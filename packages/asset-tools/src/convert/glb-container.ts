/** The container of a GLB (glTF 2.0 §4): a header, the document, the data. */
const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BINARY_CHUNK = 0x004e4942
const HEADER_BYTES = 12
const CHUNK_HEADER_BYTES = 8

/** Whether the bytes begin like a GLB. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.byteLength >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC
}

/** Null: not a GLB, or one that is cut off. */
export function splitGlb(bytes: Uint8Array): { json: Uint8Array; binary: Uint8Array | null } | null {
  if (bytes.byteLength < HEADER_BYTES + CHUNK_HEADER_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== JSON_CHUNK) return null
  const end = HEADER_BYTES + CHUNK_HEADER_BYTES + view.getUint32(12, true)
  if (end > bytes.byteLength) return null
  const json = bytes.subarray(HEADER_BYTES + CHUNK_HEADER_BYTES, end)
  const hasBinary =
    end + CHUNK_HEADER_BYTES <= bytes.byteLength && view.getUint32(end + 4, true) === BINARY_CHUNK
  if (!hasBinary) return { json, binary: null }
  const length = view.getUint32(end, true)
  const binary = bytes.subarray(end + CHUNK_HEADER_BYTES, end + CHUNK_HEADER_BYTES + length)
  return binary.byteLength === length ? { json, binary } : null
}

export function joinGlb(json: string, binary: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(json)
  const textLength = Math.ceil(text.byteLength / 4) * 4
  const binaryLength = Math.ceil(binary.byteLength / 4) * 4
  const binaryPart = binary.byteLength === 0 ? 0 : CHUNK_HEADER_BYTES + binaryLength
  const whole = new Uint8Array(HEADER_BYTES + CHUNK_HEADER_BYTES + textLength + binaryPart)
  const view = new DataView(whole.buffer)
  for (const [index, value] of [MAGIC, 2, whole.byteLength, textLength, JSON_CHUNK].entries()) {
    view.setUint32(index * 4, value, true)
  }
  // Spaces fill up a document, zeros the data.
  whole.fill(0x20, HEADER_BYTES + CHUNK_HEADER_BYTES, HEADER_BYTES + CHUNK_HEADER_BYTES + textLength)
  whole.set(text, HEADER_BYTES + CHUNK_HEADER_BYTES)
  if (binaryPart > 0) {
    const at = HEADER_BYTES + CHUNK_HEADER_BYTES + textLength
    view.setUint32(at, binaryLength, true)
    view.setUint32(at + 4, BINARY_CHUNK, true)
    whole.set(binary, at + CHUNK_HEADER_BYTES)
  }
  return whole
}

/** The same file with another document: every chunk after it stays as it is. `bytes` have to be a GLB. */
export function withDocument(bytes: Uint8Array, json: string): Uint8Array {
  const rest = bytes.subarray(
    HEADER_BYTES + CHUNK_HEADER_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true),
  )
  const head = joinGlb(json, new Uint8Array())
  const whole = new Uint8Array(head.byteLength + rest.byteLength)
  whole.set(head)
  whole.set(rest, head.byteLength)
  new DataView(whole.buffer).setUint32(8, whole.byteLength, true)
  return whole
}
