/** Which of its colours each corner of a mesh has. */
import type { Attributes } from './layer.js'
import { numbersOf } from './transforms.js'

/**
 * One number for each corner, in the order of `faceVertexIndices`; null: there are as many colours as of nothing.
 * @param interpolation what they are of; without it their number says so
 */
export function colorOfCorners(attributes: Attributes, interpolation: unknown): readonly number[] | null {
  const [colors, indices, points, corners, counts] = [
    'primvars:displayColor',
    'primvars:displayColor:indices',
    'points',
    'faceVertexIndices',
    'faceVertexCounts',
  ].map((name) => numbersOf(attributes[name])) as [number[], number[], number[], number[], number[]]
  const amount = indices.length > 0 ? indices.length : colors.length / 3
  const kinds: readonly (readonly [name: RegExp, places: number, placesOf: () => readonly number[]])[] = [
    [/^(?:vertex|varying)$/, points.length / 3, () => corners],
    [/^faceVarying$/, corners.length, () => corners.map((_, corner) => corner)],
    [/^uniform$/, counts.length, () => facesOf(counts, corners.length)],
  ]
  const fitting = kinds.filter(([, places]) => places === amount)
  const kind = fitting.find(([name]) => name.test(String(interpolation))) ?? fitting[0]
  return kind?.[2]().map((place) => (indices.length > 0 ? (indices[place] ?? -1) : place)) ?? null
}

/** Which face each corner belongs to. */
function facesOf(counts: readonly number[], corners: number): readonly number[] {
  const faces: number[] = []
  for (const [face, count] of counts.entries())
    for (let corner = 0; corner < count && faces.length < corners; corner += 1) faces.push(face)
  return faces
}
