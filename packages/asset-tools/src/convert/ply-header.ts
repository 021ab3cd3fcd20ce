/** What stands at the beginning of a PLY: its elements, and what each row of them holds. */

/** One value of a row, or a list of them. */
export interface PlyProperty {
  readonly name: string
  readonly type: string
  /** Null: one value, not a list. */
  readonly countType: string | null
}

export interface PlyElement {
  readonly name: string
  readonly count: number
  readonly properties: readonly PlyProperty[]
}

/** Null: the bytes begin otherwise. */
export function plyHeader(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64 * 1024))
  return /^ply\r?\n[\s\S]*?end_header\r?\n/.exec(start)?.[0] ?? null
}

export function plyElements(header: string): readonly PlyElement[] {
  return header
    .split(/^element\s+/m)
    .slice(1)
    .map((text) => {
      const [, name = '', count = '0'] = /^(\w+)\s+(\d+)/.exec(text) ?? []
      const properties = [...text.matchAll(/^property\s+(?:list\s+(\w+)\s+)?(\w+)\s+(\w+)/gm)]
      return {
        name,
        count: Number(count),
        properties: properties.map(([, countType = null, type = '', of = '']) => ({
          name: of,
          type,
          countType,
        })),
      }
    })
}

/** By name, as both generations of the format have them. */
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
type NumberKind = 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64'

/** In bytes; NaN of a type that there is not. */
export const sizeOf = (type: string) => NUMBERS[type]?.[0] ?? Number.NaN

export function readNumber(view: DataView, at: number, type: string, isLittle: boolean): number {
  const [, kind = 'Uint8'] = NUMBERS[type] ?? []
  return view[`get${kind}`](at, isLittle)
}

export function writeNumber(view: DataView, type: string, value: number, isLittle: boolean): void {
  const [, kind = 'Uint8'] = NUMBERS[type] ?? []
  view[`set${kind}`](0, value, isLittle)
}
