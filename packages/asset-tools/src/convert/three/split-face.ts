/** One face of PLY with more than four corners as triangles. */
import type { PlyProperty } from '../ply-header.js'
import { trianglesOf } from './triangles-of-face.js'

/** What three's reader takes. */
export const MOST_CORNERS = 4
const CORNERS = /^vertex_ind(?:ices|ex)$/

/** A body whose faces are small, and how many they are now. */
export interface SplitBody {
  readonly faces: number
  readonly body: Uint8Array
}

/** Which property of a face lists its corners; -1: none. */
export const cornersAt = (properties: readonly PlyProperty[]): number =>
  properties.findIndex(({ name }) => CORNERS.test(name))

/**
 * A face as its triangles, each with all that the face says; coordinates of corners go with the corners.
 * @param row the values of each property
 * @param pointsOf x, y and z of the point of each corner; fewer numbers where one is not there
 * @returns null: it stays as it is
 */
export function splitFace<Value>(
  row: readonly (readonly Value[])[],
  properties: readonly PlyProperty[],
  pointsOf: (corners: readonly Value[]) => readonly number[],
): readonly (readonly (readonly Value[])[])[] | null {
  const place = cornersAt(properties)
  const coordinates = properties.findIndex(({ name }) => name === 'texcoord')
  const corners = row[place] ?? []
  if (corners.length <= MOST_CORNERS) return null
  const points = pointsOf(corners)
  const fan = corners.slice(2).map((_, index) => [0, index + 1, index + 2])
  const triangles = (points.length === corners.length * 3 ? trianglesOf(points) : null) ?? fan
  return triangles.map((triangle) =>
    row.map((values, at) => {
      if (at === place) return triangle.flatMap((corner) => values[corner] ?? [])
      if (at !== coordinates || values.length !== corners.length * 2) return values
      return triangle.flatMap((corner) => values.slice(corner * 2, corner * 2 + 2))
    }),
  )
}
