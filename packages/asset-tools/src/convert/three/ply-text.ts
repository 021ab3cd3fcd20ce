/** Large faces of PLY that is text: a row is a line. */
import type { PlyElement } from '../ply-header.js'
import { type SplitBody, splitFace } from './split-face.js'

/** Some line begins with a whole number that large: the count of a list, or a point's coordinate. */
const MAY_BE_LARGE = /^[ \t]*(?:[5-9]|\d{2,})[ \t]|[ \t](?:[5-9]|\d{2,})[ \t]/m

/** Null: no face is that large, or the lines are not as the header says. */
export function splitTextFaces(elements: readonly PlyElement[], body: Uint8Array): SplitBody | null {
  const text = new TextDecoder('latin1').decode(body)
  if (!MAY_BE_LARGE.test(text)) return null
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
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
