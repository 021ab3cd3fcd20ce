/** OBJ far from its origin, as scans of land are: moved to it while its numbers are still text. */
import { Box3, Vector3 } from 'three'
import { linesOfObj } from './obj-lines.js'
import { isFar, describePlace } from './plain-numbers.js'

/** Whatever is nearer to the origin has its detail. */
const NEAR = 30
const POINT = /^[ \t]*v[ \t]+(\S+)[ \t]+(\S+)[ \t]+(\S+)(.*)$/
const FIRST = new RegExp(POINT, 'm')

/** @returns with how far it was moved, in words; null: it was not */
export function nearOrigin(text: string): { readonly text: string; readonly place: string | null } {
  const point = new Vector3()
  const [, x = '', y = '', z = ''] = FIRST.exec(text) ?? []
  if (!(point.set(Number(x), Number(y), Number(z)).length() > NEAR)) return { text, place: null }
  const lines = linesOfObj(text)
  const box = new Box3()
  for (const line of lines) {
    const [, x, y, z] = POINT.exec(line) ?? []
    point.set(Number(x), Number(y), Number(z))
    // What is no number is damage, and told later.
    if (Number.isFinite(point.lengthSq())) box.expandByPoint(point)
  }
  const middle = box.getCenter(new Vector3())
  if (box.isEmpty() || !isFar(middle, box.getSize(new Vector3()))) return { text, place: null }
  const moved = lines.map((line) => {
    const [, x, y, z, rest] = POINT.exec(line) ?? []
    if (x === undefined) return line
    return `v ${Number(x) - middle.x} ${Number(y) - middle.y} ${Number(z) - middle.z}${rest}`
  })
  return { text: moved.join('\n'), place: describePlace(middle) }
}
