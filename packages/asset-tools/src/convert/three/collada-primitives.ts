/** What COLLADA documents draw, as the few elements that three's reader takes: each with one list of numbers. */

type Kind = 'tristrips' | 'trifans' | 'polygons' | 'linestrips'

const OPENING = /<(tristrips|trifans|polygons|linestrips|triangles|polylist|lines)\b([^<>]*)>/g
/** three's reader takes these as they are. */
const PLAIN = new Set(['triangles', 'polylist', 'lines'])

export interface PlainPrimitives {
  readonly text: string
  /** Polygons had holes, which are filled now. */
  readonly hadHoles: boolean
}

/** Strips and fans become triangles, polygons a list of them, chains of lines single lines; what draws nothing goes. */
export function plainPrimitives(document: string): PlainPrimitives {
  const unclosed = new Set<string>()
  let text = ''
  let done = 0
  let hadHoles = false
  for (const opening of document.matchAll(OPENING)) {
    const [whole, kind = '', attributes = ''] = opening
    if (opening.index < done || unclosed.has(kind)) continue
    const isEmpty = attributes.endsWith('/')
    const start = opening.index + whole.length
    const closing = isEmpty ? '' : `</${kind}>`
    const end = isEmpty ? start : document.indexOf(closing, start)
    if (end === -1) {
      unclosed.add(kind)
      continue
    }
    const body = document.slice(start, end)
    const isDrawn = /<p\b/.test(body)
    if (isDrawn && PLAIN.has(kind)) continue
    hadHoles ||= body.includes('<h>')
    text += document.slice(done, opening.index)
    if (isDrawn) text += writePlain(kind as Kind, attributes, body)
    done = end + closing.length
  }
  return { text: text + document.slice(done), hadHoles }
}

function writePlain(kind: Kind, attributes: string, body: string): string {
  const inputs = [...body.matchAll(/<input\b[^<>]*?(?:\/>|>\s*<\/input>)/g)].map(([input]) => input)
  const offsets = inputs.map((input) => Number(/\boffset\s*=\s*["'](\d+)/.exec(input)?.[1] ?? 0))
  const stride = Math.max(0, ...offsets) + 1
  // Of a polygon with holes (`ph`) the outline.
  const runs = [...body.matchAll(/<p\b[^<>]*>([^<]*)<\/p>/g)].map(([, numbers = '']) =>
    cornersOf(numbers, stride),
  )
  const material = /\bmaterial\s*=\s*(?:"[^"]*"|'[^']*')/.exec(attributes)?.[0] ?? ''
  const write = (element: string, count: number, counts: string, corners: readonly string[]) =>
    `<${element} count="${count}" ${material}>${inputs.join('')}${counts}<p>${corners.join(' ')}</p></${element}>`
  if (kind === 'polygons') {
    const polygons = runs.filter(({ length }) => length > 2)
    const counts = `<vcount>${polygons.map(({ length }) => length).join(' ')}</vcount>`
    return write('polylist', polygons.length, counts, polygons.flat())
  }
  if (kind === 'linestrips') {
    const lines = runs.flatMap((corners) => unchain(corners))
    return write('lines', lines.length, '', lines.flat())
  }
  const triangles = runs.flatMap((corners) => unroll(corners, kind === 'trifans'))
  return write('triangles', triangles.length, '', triangles.flat())
}

/** Each with the numbers of all its inputs. */
function cornersOf(numbers: string, stride: number): readonly string[] {
  const values = numbers.trim().split(/\s+/).filter(Boolean)
  return Array.from({ length: Math.floor(values.length / stride) }, (_, index) =>
    values.slice(index * stride, (index + 1) * stride).join(' '),
  )
}

function unchain(corners: readonly string[]): readonly (readonly string[])[] {
  return corners.slice(1).map((corner, index) => [corners[index] ?? '', corner])
}

/** Every second triangle of a strip goes the other way around; those of a fan share their first corner. */
function unroll(corners: readonly string[], isFan: boolean): readonly (readonly string[])[] {
  return corners.slice(2).map((corner, index) => {
    const [one = '', other = ''] = [corners[isFan ? 0 : index], corners[index + 1]]
    return isFan || index % 2 === 0 ? [one, other, corner] : [other, one, corner]
  })
}
