/** Large faces of PLY that is text: a row is a line. */
import type { PlyElement } from '../ply-header.js'
import { cornersAt, MOST_CORNERS, type SplitBody, splitFace } from './split-face.js'

/** Null: no face is that large, or the lines are not as the header says. */
export function splitTextFaces(elements: readonly PlyElement[], body: Uint8Array): SplitBody | null {
  const lines = new TextDecoder('latin1')
    .decode(body)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  if (!mayHaveLargeFace(elements, lines)) return null
  const points: number[] = []
  const written: string[] = []
  let [at, faces, isSplit] = [0, 0, false]
  const pointsOf = (corners: readonly string[]) =>
    corners.flatMap((corner) => points.slice(Number(corner) * 3, Number(corner) * 3 + 3))
  for (const { name, count, properties } of elements) {
    const axes = ['x', 'y', 'z'].map((axis) => properties.findIndex((property) => property.name === axis))
    for (let index = 0; index < count; index += 1) {
      const line = lines[at]
      at += 1
      if (line === undefined) return null
      const words = name === 'vertex' || name === 'face' ? line.trim().split(/\s+/) : []
      if (name === 'vertex') for (const axis of axes) points.push(Number(words[axis]))
      const rows = name === 'face' ? splitFace(parseRow(words, properties), properties, pointsOf) : null
      if (name === 'face') faces += rows?.length ?? 1
      if (rows === null) written.push(line)
      else isSplit = true
      for (const row of rows ?? []) written.push(writeRow(row, properties))
    }
  }
  return isSplit ? { faces, body: new TextEncoder().encode(`${written.join('\n')}\n`) } : null
}

/** Most files have none: of each face the one word that counts its corners is read. */
function mayHaveLargeFace(elements: readonly PlyElement[], lines: readonly string[]): boolean {
  const place = elements.findIndex(({ name }) => name === 'face')
  const { count, properties } = elements[place] ?? { count: 0, properties: [] }
  const start = elements.slice(0, Math.max(0, place)).reduce((sum, element) => sum + element.count, 0)
  const word = cornersAt(properties)
  // Behind another list it can be any word.
  if (properties.slice(0, Math.max(0, word)).some(({ countType }) => countType !== null)) return true
  return lines
    .slice(start, start + count)
    .some((line) => Number(line.trim().split(/\s+/, word + 1)[word]) > MOST_CORNERS)
}

function parseRow(
  words: readonly string[],
  properties: PlyElement['properties'],
): readonly (readonly string[])[] {
  let at = 0
  return properties.map(({ countType }) => {
    const length = countType === null ? 1 : Number(words[at++])
    const values = words.slice(at, at + length)
    at += length
    return values
  })
}

function writeRow(row: readonly (readonly string[])[], properties: PlyElement['properties']): string {
  return row
    .map((values, at) => (properties[at]?.countType === null ? values : [values.length, ...values]).join(' '))
    .join(' ')
}
