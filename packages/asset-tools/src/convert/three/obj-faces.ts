/** Faces of OBJ that are not convex, as triangles: three's reader draws every face as a fan around its first corner. */
import { Vector3 } from 'three'
import { trianglesOf } from './triangles-of-face.js'

const STATEMENT = /^[ \t]*(v|f)[ \t]+(.*?)\s*$/

export function splitConcaveFaces(text: string): string {
  if (!/^[ \t]*f(?:[ \t]+[^\s\\]+){4}/m.test(text)) return text
  const points: Vector3[] = []
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .map((line) => {
      const [, word, rest = ''] = STATEMENT.exec(line) ?? []
      if (word === undefined) return line
      const parts = rest.split(/\s+/)
      if (word === 'v') {
        const [x = 0, y = 0, z = 0] = parts.map(Number)
        points.push(new Vector3(x, y, z))
        return line
      }
      if (parts.length < 4) return line
      const corners = parts.map((part) => points.at(placeOf(part, points.length)))
      const triangles = corners.every((corner) => corner !== undefined) ? trianglesOf(corners) : null
      return triangles === null
        ? line
        : triangles.map((triangle) => `f ${triangle.map((corner) => parts[corner]).join(' ')}`).join('\n')
    })
    .join('\n')
}

/** From 1 on, or counted back from the last point. */
function placeOf(part: string, known: number): number {
  const index = Number.parseInt(part, 10)
  return index < 0 ? known + index : index - 1
}
