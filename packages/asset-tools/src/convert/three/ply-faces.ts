/** Faces of PLY with more than four corners, as triangles: three's reader leaves them out. */
import { concatBytes } from '../../concat-bytes.js'
import {
  plyElements,
  plyHeader,
  type PlyElement,
  type PlyProperty,
  readNumber,
  sizeOf,
  writeNumber,
} from '../ply-header.js'
import { trianglesOf } from './triangles-of-face.js'

/** Values of one vertex or face, a list each; as they are written. */
type Row<Value> = readonly (readonly Value[])[]

/** Reads and writes rows of one of the formats. */
interface Format<Value> {
  /** Null: the data ends before. */
  read(properties: readonly PlyProperty[]): Row<Value> | null
  write(properties: readonly PlyProperty[], row: Row<Value>): void
  numberOf(value: Value, type: string): number
  end(): Uint8Array
}

const MOST_CORNERS = 4
const CORNERS = /^vertex_ind(?:ices|ex)$/

/** The same bytes where there is nothing to do, or where they are not as the header says. */
export function splitLargeFaces(bytes: Uint8Array): Uint8Array {
  const header = plyHeader(bytes)
  const format = /^format\s+(\w+)/m.exec(header ?? '')?.[1]
  if (header === null || format === undefined) return bytes
  const body = bytes.subarray(header.length)
  const elements = plyElements(header)
  const isLittle = format === 'binary_little_endian'
  if (format === 'ascii' ? !mayHaveLargeFace(body) : !hasLargeFace(elements, body, isLittle)) return bytes
  const split =
    format === 'ascii' ? splitRows(elements, asText(body)) : splitRows(elements, asBinary(body, isLittle))
  if (split === null) return bytes
  const head = new TextEncoder().encode(
    header.replace(/^(element\s+face\s+)\d+/m, (_whole, words: string) => `${words}${split.faces}`),
  )
  return concatBytes([head, split.body])
}

/** Some line begins with a whole number that large. */
const mayHaveLargeFace = (body: Uint8Array): boolean =>
  /^[ \t]*(?:[5-9]|\d{2,})[ \t]/m.test(new TextDecoder('latin1').decode(body))

/** Most files have none, and are large: only counts are read. */
function hasLargeFace(elements: readonly PlyElement[], body: Uint8Array, isLittle: boolean): boolean {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  let at = 0
  for (const { name, count, properties } of elements) {
    const sizes = properties.map(({ type }) => sizeOf(type))
    if (properties.every(({ countType }) => countType === null)) {
      at += count * sizes.reduce((sum, size) => sum + size, 0)
      continue
    }
    for (let index = 0; index < count; index += 1) {
      for (const [place, { countType, name: property }] of properties.entries()) {
        let length = 1
        if (countType !== null) {
          const bytes = sizeOf(countType)
          if (!(at + bytes <= body.byteLength)) return false
          length = readNumber(view, at, countType, isLittle)
          at += bytes
          if (name === 'face' && CORNERS.test(property) && length > MOST_CORNERS) return true
        }
        at += length * (sizes[place] ?? 0)
      }
    }
  }
  return false
}

/** Null: no face is that large, or the data ends too early. */
function splitRows<Value>(
  elements: readonly PlyElement[],
  format: Format<Value>,
): { readonly faces: number; readonly body: Uint8Array } | null {
  /** x, y and z of each. */
  const points: number[] = []
  let faces = 0
  let isSplit = false
  for (const { name, count, properties } of elements) {
    const place = (wanted: RegExp) => properties.findIndex((property) => wanted.test(property.name))
    const [corners, coordinates] = [place(CORNERS), place(/^texcoord$/)]
    const axes = ['x', 'y', 'z'].map((axis) => properties.findIndex((property) => property.name === axis))
    for (let index = 0; index < count; index += 1) {
      const row = format.read(properties)
      if (row === null) return null
      if (name === 'vertex') {
        const [x = 0, y = 0, z = 0] = axes.map((axis) => numberAt(format, row, properties, axis))
        points.push(x, y, z)
      }
      const rows = name === 'face' ? splitFace(row, corners, coordinates, pointsOf) : [row]
      if (rows.length > 1) isSplit = true
      if (name === 'face') faces += rows.length
      for (const one of rows) format.write(properties, one)
    }
    function pointsOf(values: readonly Value[]): readonly number[] {
      return values.flatMap((value) => {
        const at = format.numberOf(value, properties[corners]?.type ?? '') * 3
        return points.slice(at, at + 3)
      })
    }
  }
  return isSplit ? { faces, body: format.end() } : null
}

function numberAt<Value>(
  format: Format<Value>,
  row: Row<Value>,
  properties: readonly PlyProperty[],
  at: number,
): number {
  const [value] = row[at] ?? []
  return value === undefined ? 0 : format.numberOf(value, properties[at]?.type ?? '')
}

function splitFace<Value>(
  row: Row<Value>,
  cornersAt: number,
  coordinatesAt: number,
  pointsOf: (corners: readonly Value[]) => readonly number[],
): readonly Row<Value>[] {
  const corners = row[cornersAt] ?? []
  if (corners.length <= MOST_CORNERS) return [row]
  const points = pointsOf(corners)
  const fan = corners.slice(2).map((_, index) => [0, index + 1, index + 2])
  const triangles = (points.length === corners.length * 3 ? trianglesOf(points) : null) ?? fan
  return triangles.map((triangle) =>
    row.map((values, at) => {
      if (at === cornersAt) return triangle.flatMap((corner) => values[corner] ?? [])
      if (at !== coordinatesAt || values.length !== corners.length * 2) return values
      return triangle.flatMap((corner) => values.slice(corner * 2, corner * 2 + 2))
    }),
  )
}

function asText(body: Uint8Array): Format<string> {
  const words = new TextDecoder('latin1').decode(body).split(/\s+/).filter(Boolean)
  const lines: string[] = []
  let at = 0
  return {
    read(properties) {
      const row = properties.map(({ countType }) => {
        const length = countType === null ? 1 : Number(words[at++])
        const values = words.slice(at, at + length)
        at += length
        return values
      })
      return at > words.length || Number.isNaN(at) ? null : row
    },
    write(properties, row) {
      const cells = row.map((values, index) =>
        properties[index]?.countType === null ? values : [String(values.length), ...values],
      )
      lines.push(cells.flat().join(' '))
    },
    numberOf: Number,
    end: () => new TextEncoder().encode(`${lines.join('\n')}\n`),
  }
}

function asBinary(body: Uint8Array, isLittle: boolean): Format<Uint8Array> {
  const parts: Uint8Array[] = []
  let at = 0
  const numberOf = (value: Uint8Array, type: string) =>
    readNumber(new DataView(value.buffer, value.byteOffset), 0, type, isLittle)
  const take = (bytes: number) => {
    const taken = body.subarray(at, at + bytes)
    at += bytes
    return taken
  }
  return {
    read(properties) {
      const row = properties.map(({ countType, type }) => {
        const bytes = countType === null ? null : take(sizeOf(countType))
        if (bytes?.byteLength === 0 || at > body.byteLength) return []
        const length = bytes === null ? 1 : numberOf(bytes, countType ?? '')
        const size = sizeOf(type)
        const values = take(length * size)
        return Array.from({ length: Math.floor(values.byteLength / size) }, (_, index) =>
          values.subarray(index * size, (index + 1) * size),
        )
      })
      return at > body.byteLength || Number.isNaN(at) ? null : row
    },
    write(properties, row) {
      for (const [index, { countType }] of properties.entries()) {
        const values = row[index] ?? []
        if (countType !== null) {
          const count = new Uint8Array(sizeOf(countType))
          writeNumber(new DataView(count.buffer), countType, values.length, isLittle)
          parts.push(count)
        }
        parts.push(...values)
      }
    },
    numberOf,
    end: () => concatBytes(parts),
  }
}
