/** Strips and fans of a COLLADA document as plain triangles, which is all that three's reader takes beside polygons. */

export function unrollStrips(text: string): string {
  return text.replaceAll(
    /<(tristrips|trifans)\b([^>]*)>(.*?)<\/\1>/gs,
    (_whole, kind: string, attributes: string, body: string) => {
      const offsets = [...body.matchAll(/<input\b[^>]*\boffset\s*=\s*["'](\d+)/g)].map(([, offset]) =>
        Number(offset),
      )
      const stride = Math.max(0, ...offsets) + 1
      const runs = [...body.matchAll(/<p\b[^>]*>([^<]*)<\/p>/g)].map(([, numbers = '']) =>
        cornersOf(numbers, stride),
      )
      const triangles = runs.flatMap((corners) => trianglesOf(corners, kind === 'trifans'))
      const inputs = body.replaceAll(/<p\b[^>]*>[^<]*<\/p>/g, '')
      const material = /\bmaterial\s*=\s*(?:"[^"]*"|'[^']*')/.exec(attributes)?.[0] ?? ''
      const corners = triangles.flat().join(' ')
      return `<triangles count="${triangles.length}" ${material}>${inputs}<p>${corners}</p></triangles>`
    },
  )
}

/** Each with the numbers of all its inputs. */
function cornersOf(numbers: string, stride: number): readonly string[] {
  const values = numbers.trim().split(/\s+/)
  return Array.from({ length: Math.floor(values.length / stride) }, (_, index) =>
    values.slice(index * stride, (index + 1) * stride).join(' '),
  )
}

/** Every second triangle of a strip goes the other way around; those of a fan share their first corner. */
function trianglesOf(corners: readonly string[], isFan: boolean): readonly (readonly string[])[] {
  return corners.slice(2).map((corner, index) => {
    const [one = '', other = ''] = [corners[isFan ? 0 : index], corners[index + 1]]
    return isFan || index % 2 === 0 ? [one, other, corner] : [other, one, corner]
  })
}
