/** Whether an STL is binary. Headers of binary files begin with `solid` as well, so the number of triangles decides first. */
import { decodeText } from './decode-text.js'

/** Of a binary file: the header with the number of triangles, and each triangle. */
export const STL_HEADER_BYTES = 84
export const STL_TRIANGLE_BYTES = 50

/** Bytes of header and triangles; null: it is text. What follows them is of no program's making. */
export function binaryStlBytes(bytes: Uint8Array): number | null {
  const length = bytes.byteLength
  if (length < STL_HEADER_BYTES) return isText(bytes) ? null : STL_HEADER_BYTES
  const triangles = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true)
  const whole = STL_HEADER_BYTES + triangles * STL_TRIANGLE_BYTES
  // Four letters of a text make a number of a thousand million.
  if (whole === length) return whole
  return isText(bytes) && (whole > length || /endsolid[^\n]*\s*$/i.test(decodeText(bytes.subarray(-512))))
    ? null
    : whole
}

const isText = (bytes: Uint8Array): boolean =>
  /^\s*solid\b/i.test(decodeText(bytes.subarray(0, 80))) &&
  /facet|endsolid/i.test(decodeText(bytes.subarray(0, 1024)))
