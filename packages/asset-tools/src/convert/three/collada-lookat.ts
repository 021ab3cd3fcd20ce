/** Places of COLLADA that say what a part looks at, as matrices: three's reader passes over the former. */
import { Matrix4, Vector3 } from 'three'

const LOOKAT = /<lookat\b(?:[^<>]*\bsid\s*=\s*["']([^"'<>]*))?[^<>]*>([^<]*)<\/lookat>/g

/** @returns with whether any of them moves, which is left out */
export function withoutLookats(text: string): { readonly text: string; readonly hadMoving: boolean } {
  let hadMoving = false
  const plain = text.replaceAll(LOOKAT, (whole, name: string | undefined, content: string) => {
    hadMoving ||= name !== undefined && text.includes(`/${name}"`)
    const numbers = content.trim().split(/\s+/).map(Number)
    if (numbers.length !== 9 || !numbers.every(Number.isFinite)) return whole
    const [eye, interest, up] = [0, 3, 6].map((at) => new Vector3().fromArray(numbers, at))
    if (eye === undefined || interest === undefined || up === undefined) return whole
    // COLLADA 1.4.1, `lookat`: the part stands at the eye and looks along its own -Z; matrices are written row by row.
    const matrix = new Matrix4().lookAt(eye, interest, up).setPosition(eye).transpose()
    return `<matrix>${matrix.elements.join(' ')}</matrix>`
  })
  return { text: plain, hadMoving }
}
