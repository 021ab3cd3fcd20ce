/** Whether an STL is binary. Headers of binary files begin with `solid` as well, so the number of triangles decides first. */
import { decodeText } from './decode-text.js'

const HEADER_BYTES = 84
const TRIANGLE_BYTES = 50

/** Bytes of header and triangles; null: it is text. What follows them is of no program's making. */
export function binaryStlBytes(bytes: Uint8Array): number | null {
  const length = bytes.byteLength
  if (length < HEADER_BYTES) return isText(bytes) ? null : HEADER_BYTES
  const triangles = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true)
  const whole = HEADER_BYTES + triangles * TRIANGLE_BYTES
  // Four letters of a text make a number of a thousand million.
  if (whole === length) return whole
  return isText(bytes) && (whole > length || /endsolid[^\n]*\s*$/i.test(decodeText(bytes.subarray(-512))))
    ? null
    : whole
}

const isText = (bytes: Uint8Array): boolean =>
  /^\s*solid\b/i.test(decodeText(bytes.subarray(0, 80))) &&
  /facet|endsolid/i.test(decodeText(bytes.subarray(0, 1024)))
