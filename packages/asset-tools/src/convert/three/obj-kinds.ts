/** Points, lines and faces of OBJ as three's reader takes them: one kind an object. */
import { linesOfObj } from './obj-lines.js'

type Kind = 'f' | 'l' | 'p'

/** A statement, and what it was written under. */
interface Drawn {
  readonly kind: Kind
  readonly line: string
  readonly material: string | null
}

/** Lines of one object, without its name. */
interface Block {
  readonly name: string
  /** Null: the file begins with it. */
  readonly header: string | null
  readonly lines: (string | Drawn)[]
}

/**
 * Objects that have several kinds become one of the same name for each: the reader takes all for the kind that it saw
 * last.
 */
export function separateKinds(text: string): string {
  if (!/^[ \t]*[lp][ \t]/m.test(text)) return text
  const written: string[] = []
  let block: Block = { name: '', header: null, lines: [] }
  let material: string | null = null
  let [points, coordinates] = [0, 0]
  for (const line of linesOfObj(text)) {
    const statement = line.trim()
    const word = /^\S+/.exec(statement)?.[0] ?? ''
    if (word === 'o' || word === 'g') {
      const wasSplit = writeBlock(written, block)
      block = { name: statement.slice(1).trim(), header: line, lines: [] }
      // The next object takes over the material that was written last.
      if (wasSplit && material !== null) block.lines.push(`usemtl ${material}`)
      continue
    }
    if (word === 'v') points += 1
    if (word === 'vt') coordinates += 1
    if (word === 'usemtl') material = statement.slice(word.length).trim()
    const isDrawn = word === 'f' || word === 'l' || word === 'p'
    // Lines and points may be written after others: they are counted from the first point on.
    const counted = word === 'l' || word === 'p' ? countFromFirst(statement, points, coordinates) : line
    block.lines.push(isDrawn ? { kind: word, line: counted, material } : line)
  }
  writeBlock(written, block)
  return written.join('\n')
}

/** Faces stay where they are, as they may count back from the last point; the other kinds follow. Returns whether any do. */
function writeBlock(written: string[], { name, header, lines }: Block): boolean {
  const drawn = lines.filter((line) => typeof line !== 'string')
  const kinds = (['f', 'l', 'p'] as const).filter((kind) => drawn.some((one) => one.kind === kind))
  const [first] = kinds
  const others = kinds.slice(1)
  if (header !== null) written.push(header)
  // The reader's first object takes the name of the first one that has one.
  else if (others.length > 0) written.push(`o ${name}`)
  for (const line of lines) {
    if (typeof line === 'string') written.push(line)
    else if (line.kind === first) written.push(line.line)
  }
  for (const kind of others) {
    written.push(`o ${name}`)
    let material: string | null = null
    for (const one of drawn) {
      if (one.kind !== kind) continue
      if (one.material !== null && one.material !== material) written.push(`usemtl ${one.material}`)
      material = one.material
      written.push(one.line)
    }
  }
  return others.length > 0
}

/** Numbers below 0 count back from the last point, or the last coordinate of the picture. */
function countFromFirst(statement: string, points: number, coordinates: number): string {
  const [word, ...corners] = statement.split(/\s+/)
  const counted = corners.map((corner) =>
    corner
      .split('/')
      .map((part, index) => {
        const number = Number.parseInt(part, 10)
        return number < 0 ? String((index === 0 ? points : coordinates) + 1 + number) : part
      })
      .join('/'),
  )
  return [word, ...counted].join(' ')
}
