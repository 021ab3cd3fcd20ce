/** Which of meshopt's codecs and filters an accessor gets. A filter is used where nobody sees what it rounds. */
import { MeshoptEncoder } from 'meshoptimizer/encoder'
import { type Accessor, type AccessorUse, elementBytes, FLOAT, SHORT } from './gltf-document.js'

/**
 * Of the two numbers that stand for a direction. Normals are off by less than a quarter of a degree, half of what a normal map
 * tells apart; what a map means by its sides is read from tangents, within a degree.
 */
const NORMAL_BITS = 10
const TANGENT_BITS = 8
const DIRECTION_STRIDE = 8
/** Vectors further from length 1 are no directions, or the file means something by it. */
const LENGTH_TOLERANCE = 0.02
/** What a float has beside sign and exponent. */
const MANTISSA_BITS = 24
/** Vertex data; its buffer views alone have a stride (glTF 2.0 §5.11). */
export const ARRAY_BUFFER = 34_962
const ELEMENT_ARRAY_BUFFER = 34_963

/** How the data of an accessor goes into the file. */
export interface Encoding {
  readonly mode: 'ATTRIBUTES' | 'TRIANGLES' | 'INDICES'
  readonly filter: 'OCTAHEDRAL' | 'EXPONENTIAL' | null
  readonly byteStride: number
  /** Of the buffer view; null: it has none. */
  readonly target: number | null
  /** What the accessor says of itself from now on. */
  readonly form: { readonly componentType?: number; readonly normalized?: boolean }
  /** Filtered and padded, one after the other. */
  readonly elements: Uint8Array
}

/** Null: it stays as it is, since meshopt does not take it, or viewers disagree about it. */
export function encodeAccessor(
  accessor: Accessor,
  kinds: readonly AccessorUse[],
  elements: Uint8Array | null,
): Encoding | null {
  // A frame has as many weights as the mesh has targets: readers divide what is padded or cut differently.
  if (elements === null || elements.byteLength === 0 || kinds.includes('output:weights')) return null
  const size = elementBytes(accessor)
  if (kinds.every((use) => use === 'triangles' || use === 'indices'))
    return encodeIndices(accessor, kinds, elements, size)
  const isVertexData = kinds.every((use) => use.startsWith('attribute:') || use.startsWith('morph:'))
  const plain = {
    mode: 'ATTRIBUTES',
    filter: null,
    byteStride: size,
    target: isVertexData ? ARRAY_BUFFER : null,
    form: {},
    elements,
  } as const
  if (!isVertexData) return size % 4 === 0 ? plain : null
  return encodeDirections(accessor, kinds, plain) ?? encodePositions(accessor, kinds, plain) ?? pad(plain)
}

function encodeIndices(
  { count }: Accessor,
  kinds: readonly AccessorUse[],
  elements: Uint8Array,
  size: number,
): Encoding | null {
  if (kinds.length === 0 || (size !== 2 && size !== 4)) return null
  const mode = kinds.every((use) => use === 'triangles') && count % 3 === 0 ? 'TRIANGLES' : 'INDICES'
  return {
    mode,
    filter: null,
    byteStride: size,
    target: ELEMENT_ARRAY_BUFFER,
    form: {},
    elements,
  }
}

function encodeDirections(
  { componentType, type, count }: Accessor,
  kinds: readonly AccessorUse[],
  plain: Encoding,
): Encoding | null {
  const isDirection = kinds.every((use) => use === 'attribute:NORMAL' || use === 'attribute:TANGENT')
  if (!isDirection || componentType !== FLOAT) return null
  const values = floats(plain.elements)
  const width = type === 'VEC4' ? 4 : 3
  const vectors = new Float32Array(count * 4)
  for (let index = 0; index < count; index += 1) {
    let squares = 0
    for (let axis = 0; axis < width; axis += 1) {
      const value = values[index * width + axis] ?? 0
      vectors[index * 4 + axis] = value
      if (axis < 3) squares += value * value
    }
    if (!(Math.abs(Math.sqrt(squares) - 1) <= LENGTH_TOLERANCE)) return null
  }
  const bits = kinds.includes('attribute:NORMAL') ? NORMAL_BITS : TANGENT_BITS
  return {
    ...plain,
    filter: 'OCTAHEDRAL',
    byteStride: DIRECTION_STRIDE,
    form: { componentType: SHORT, normalized: true },
    elements: MeshoptEncoder.encodeFilterOct(vectors, count, DIRECTION_STRIDE, bits),
  }
}

/** Positions lie on a grid: with enough bits for it, none of them moves. */
function encodePositions(
  { componentType, count }: Accessor,
  kinds: readonly AccessorUse[],
  plain: Encoding,
): Encoding | null {
  const isPosition = kinds.every((use) => use === 'attribute:POSITION' || use === 'morph:POSITION')
  if (!isPosition || componentType !== FLOAT) return null
  const values = floats(plain.elements)
  const bits = bitsOf(values)
  if (bits === null) return null
  const elements = MeshoptEncoder.encodeFilterExp(values, count, plain.byteStride, bits, 'SharedComponent')
  return { ...plain, filter: 'EXPONENTIAL', elements }
}

/** How many bits, the sign among them, hold every value as a multiple of one power of two. Null: more than there are. */
function bitsOf(values: Float32Array): number | null {
  let [highest, lowest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const word of new Int32Array(values.buffer, values.byteOffset, values.length)) {
    if (word << 1 === 0) continue
    const exponent = (word >>> 23) & 0xff
    // Neither finite nor a normal number (IEEE 754 binary32).
    if (exponent === 0 || exponent === 0xff) return null
    const mantissa = (word & 0x7fffff) | 0x800000
    const trailingZeros = 31 - Math.clz32(mantissa & -mantissa)
    highest = Math.max(highest, exponent + 1)
    lowest = Math.min(lowest, exponent - 23 + trailingZeros)
  }
  const bits = highest === Number.NEGATIVE_INFINITY ? 1 : highest - lowest + 1
  return bits <= MANTISSA_BITS ? bits : null
}

/** Vertex data starts at multiples of four bytes (glTF 2.0 §3.6.2.4). */
function pad(plain: Encoding): Encoding {
  const size = plain.byteStride
  const byteStride = Math.ceil(size / 4) * 4
  if (byteStride === size) return plain
  const count = plain.elements.byteLength / size
  const elements = new Uint8Array(count * byteStride)
  for (let index = 0; index < count; index += 1)
    elements.set(plain.elements.subarray(index * size, (index + 1) * size), index * byteStride)
  return { ...plain, byteStride, elements }
}

function floats({ buffer, byteOffset, byteLength }: Uint8Array): Float32Array {
  return new Float32Array(buffer, byteOffset, byteLength / 4)
}
