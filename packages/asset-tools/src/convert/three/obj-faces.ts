/** Faces of OBJ that are not convex, as triangles: three's reader draws every face as a fan around its first corner. */
import { linesOfObj } from './obj-lines.js'
import { trianglesOf } from './triangles-of-face.js'

export function splitConcaveFaces(text: string): string {
  if (!/^[ \t]*f(?:[ \t]+[^\s\\]+){4}/m.test(text)) return text
  /** x, y and z of each point. */
  const points: number[] = []
  return linesOfObj(text)
    .map((line) => {
      const statement = line.trim()
      if (/^v\s/.test(statement)) {
        const [, x = '', y = '', z = ''] = statement.split(/\s+/)
        points.push(Number(x), Number(y), Number(z))
        return line
      }
      return /^f\s/.test(statement) ? (splitFace(statement.split(/\s+/).slice(1), points) ?? line) : line
    })
    .join('\n')
}

/** @param corners as they are written: `7/3/2`, counted from 1 on or, below 0, back from the last point; null: it stays */
function splitFace(corners: readonly string[], points: readonly number[]): string | null {
  if (corners.length < 4) return null
  const coordinates: number[] = []
  for (const corner of corners) {
    const index = Number.parseInt(corner, 10)
    const at = index < 0 ? points.length + index * 3 : (index - 1) * 3
    const [x, y, z] = [points[at], points[at + 1], points[at + 2]]
    if (x === undefined || y === undefined || z === undefined) return null
    coordinates.push(x, y, z)
  }
  const triangles = trianglesOf(coordinates)
  const written = triangles?.map((triangle) => `f ${triangle.map((corner) => corners[corner]).join(' ')}`)
  return written?.join('\n') ?? null
}
