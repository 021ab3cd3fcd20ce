/** What COLLADA documents draw, as the few elements that three's reader takes: each with one list of numbers. */

/** Strips and fans become triangles, polygons a list of them, chains of lines single lines. */
export function plainPrimitives(text: string): string {
  return text.replaceAll(
    /<(tristrips|trifans|polygons|linestrips)\b([^>]*)>(.*?)<\/\1>/gs,
    (_whole, kind: string, attributes: string, body: string) => {
      const inputs = [...body.matchAll(/<input\b[^>]*?(?:\/>|>\s*<\/input>)/g)].map(([input]) => input)
      const offsets = inputs.map((input) => Number(/\boffset\s*=\s*["'](\d+)/.exec(input)?.[1] ?? 0))
      const stride = Math.max(0, ...offsets) + 1
      // Of a polygon with holes (`ph`) the outline.
      const runs = [...body.matchAll(/<p\b[^>]*>([^<]*)<\/p>/g)].map(([, numbers = '']) =>
        cornersOf(numbers, stride),
      )
      const material = /\bmaterial\s*=\s*(?:"[^"]*"|'[^']*')/.exec(attributes)?.[0] ?? ''
      const write = (element: string, count: number, counts: string, corners: readonly string[]) =>
        `<${element} count="${count}" ${material}>${inputs.join('')}${counts}<p>${corners.join(' ')}</p></${element}>`
      if (kind === 'polygons') {
        const counts = `<vcount>${runs.map(({ length }) => length).join(' ')}</vcount>`
        return write('polylist', runs.length, counts, runs.flat())
      }
      if (kind === 'linestrips') {
        const lines = runs.flatMap((corners) => linesOf(corners))
        return write('lines', lines.length, '', lines.flat())
      }
      const triangles = runs.flatMap((corners) => trianglesOf(corners, kind === 'trifans'))
      return write('triangles', triangles.length, '', triangles.flat())
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

function linesOf(corners: readonly string[]): readonly (readonly string[])[] {
  return corners.slice(1).map((corner, index) => [corners[index] ?? '', corner])
}

/** Every second triangle of a strip goes the other way around; those of a fan share their first corner. */
function trianglesOf(corners: readonly string[], isFan: boolean): readonly (readonly string[])[] {
  return corners.slice(2).map((corner, index) => {
    const [one = '', other = ''] = [corners[isFan ? 0 : index], corners[index + 1]]
    return isFan || index % 2 === 0 ? [one, other, corner] : [other, one, corner]
  })
}
