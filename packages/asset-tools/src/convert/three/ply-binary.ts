/** Large faces of binary PLY. Files of scanners are large and have none: nothing is copied but what is changed. */
import { concatBytes } from '../../concat-bytes.js'
import type { PlyElement, PlyProperty } from '../ply-header.js'
import { bytesOf, encodeNumber, readNumber } from '../ply-numbers.js'
import { cornersAt, MOST_CORNERS, type SplitBody, splitFace } from './split-face.js'

/** Where the values of each property of a row are. */
type Places = readonly { readonly from: number; readonly length: number; readonly size: number }[]

/** Null: no face is that large, or the data ends before the header says. */
export function splitBinaryFaces(
  elements: readonly PlyElement[],
  body: Uint8Array,
  isLittle: boolean,
): SplitBody | null {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const parts: Uint8Array[] = []
  let [at, copied, faces] = [0, 0, 0]
  let pointAt = (_index: number): readonly number[] => []
  for (const element of elements) {
    const { name, count, properties } = element
    const stride = strideOf(properties)
    if (name === 'vertex' && stride !== null) pointAt = pointsFrom(view, at, element, stride, isLittle)
    if (stride !== null) {
      at += count * stride
      continue
    }
    const corners = properties[cornersAt(properties)]
    const pointsOf = (values: readonly Uint8Array[]) =>
      values.flatMap((value) => pointAt(numberOf(value, corners?.type ?? '', isLittle)))
    for (let index = 0; index < count; index += 1) {
      const places = placesOf(view, at, properties, isLittle)
      if (places === null) return null
      const start = at
      at = places.reduce((end, { from, length, size }) => Math.max(end, from + length * size), at)
      const rows = name === 'face' ? splitRow(body, places, properties, pointsOf) : null
      if (name === 'face') faces += rows?.length ?? 1
      if (rows === null) continue
      parts.push(body.subarray(copied, start))
      copied = at
      for (const row of rows) parts.push(encodeRow(row, properties, isLittle))
    }
  }
  // Not a number where a type is unknown.
  if (parts.length === 0 || !(at <= body.byteLength)) return null
  return { faces, body: concatBytes([...parts, body.subarray(copied)]) }
}

/** Bytes of a row; null: it has a list. */
function strideOf(properties: readonly PlyProperty[]): number | null {
  if (properties.some(({ countType }) => countType !== null)) return null
  return properties.reduce((sum, { type }) => sum + bytesOf(type), 0)
}

function pointsFrom(
  view: DataView,
  start: number,
  { count, properties }: PlyElement,
  stride: number,
  isLittle: boolean,
): (index: number) => readonly number[] {
  const axes = ['x', 'y', 'z'].map((axis) => {
    const place = properties.findIndex(({ name }) => name === axis)
    const offset = properties.slice(0, Math.max(0, place)).reduce((sum, { type }) => sum + bytesOf(type), 0)
    return { offset, type: properties[place]?.type ?? '' }
  })
  return (index) => {
    const row = start + index * stride
    if (!(index >= 0 && index < count && row + stride <= view.byteLength)) return []
    return axes.map(({ offset, type }) => (type === '' ? 0 : readNumber(view, row + offset, type, isLittle)))
  }
}

function placesOf(
  view: DataView,
  start: number,
  properties: readonly PlyProperty[],
  isLittle: boolean,
): Places | null {
  const places: Places[number][] = []
  let at = start
  for (const { type, countType } of properties) {
    let length = 1
    if (countType !== null) {
      const bytes = bytesOf(countType)
      if (!(at + bytes <= view.byteLength)) return null
      length = readNumber(view, at, countType, isLittle)
      at += bytes
    }
    const size = bytesOf(type)
    if (!(length >= 0 && at + length * size <= view.byteLength)) return null
    places.push({ from: at, length, size })
    at += length * size
  }
  return places
}

/** Only a large face is taken apart. */
function splitRow(
  body: Uint8Array,
  places: Places,
  properties: readonly PlyProperty[],
  pointsOf: (corners: readonly Uint8Array[]) => readonly number[],
): readonly (readonly (readonly Uint8Array[])[])[] | null {
  if ((places[cornersAt(properties)]?.length ?? 0) <= MOST_CORNERS) return null
  const row = places.map(({ from, length, size }) =>
    Array.from({ length }, (_, index) => body.subarray(from + index * size, from + (index + 1) * size)),
  )
  return splitFace(row, properties, pointsOf)
}

const numberOf = (value: Uint8Array, type: string, isLittle: boolean): number =>
  readNumber(new DataView(value.buffer, value.byteOffset), 0, type, isLittle)

function encodeRow(
  row: readonly (readonly Uint8Array[])[],
  properties: readonly PlyProperty[],
  isLittle: boolean,
): Uint8Array {
  const parts = row.flatMap((values, at) => {
    const countType = properties[at]?.countType ?? null
    return countType === null ? values : [encodeNumber(countType, values.length, isLittle), ...values]
  })
  return concatBytes(parts)
}
