/** Numbers of binary PLY, by the names of their types. */

type NumberKind = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64'

/** Both generations of the format have names of their own. */
const NUMBERS: Readonly<Record<string, readonly [bytes: number, kind: NumberKind]>> = {
  char: [1, 'Int8'],
  int8: [1, 'Int8'],
  uchar: [1, 'Uint8'],
  uint8: [1, 'Uint8'],
  short: [2, 'Int16'],
  int16: [2, 'Int16'],
  ushort: [2, 'Uint16'],
  uint16: [2, 'Uint16'],
  int: [4, 'Int32'],
  int32: [4, 'Int32'],
  uint: [4, 'Uint32'],
  uint32: [4, 'Uint32'],
  float: [4, 'Float32'],
  float32: [4, 'Float32'],
  double: [8, 'Float64'],
  float64: [8, 'Float64'],
}

/** NaN of a type that there is not. */
export const bytesOf = (type: string): number => NUMBERS[type]?.[0] ?? Number.NaN

export function readNumber(view: DataView, at: number, type: string, isLittle: boolean): number {
  const [, kind = 'Uint8'] = NUMBERS[type] ?? []
  return view[`get${kind}`](at, isLittle)
}

export function encodeNumber(type: string, value: number, isLittle: boolean): Uint8Array {
  const [bytes = 1, kind = 'Uint8'] = NUMBERS[type] ?? []
  const view = new DataView(new ArrayBuffer(bytes))
  view[`set${kind}`](0, value, isLittle)
  return new Uint8Array(view.buffer)
}
