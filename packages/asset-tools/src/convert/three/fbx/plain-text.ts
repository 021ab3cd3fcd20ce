/** FBX as text, in the way that three's reader knows it. */
import { concatBytes } from '../../../concat-bytes.js'

const BINARY = 'Kaydara FBX Binary'

/** The bytes themselves, where nothing is to change, and of binary files. */
export function plainText(bytes: Uint8Array): Uint8Array {
  const isBinary = LATIN.decode(bytes.subarray(0, BINARY.length)) === BINARY
  if (isBinary) return bytes
  const plain = withoutBlanks(bytes)
  const text = LATIN.decode(plain)
  return replaceParts(plain, [...vectors(text), ...contents(text)])
}

/** A part of the text, and what stands there instead. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

// As Windows-1252 it changes signs that a name may have; so only what is to go is looked for in it.
const LATIN = new TextDecoder('latin1')

/** After commas: three's reader takes numbers behind them for words. */
function withoutBlanks(bytes: Uint8Array): Uint8Array {
  const text = LATIN.decode(bytes)
  if (!/",[ \t]+["\d-]/.test(text)) return bytes
  const kept = bytes.slice()
  let length = 0
  let from = 0
  for (const { index, 0: found } of text.matchAll(/^[ \t]*;.*$|"[^"]*"|,[ \t]+/gm)) {
    if (!found.startsWith(',')) continue
    const end = index + 1
    kept.set(bytes.subarray(from, end), length)
    length += end - from
    from = index + found.length
  }
  kept.set(bytes.subarray(from), length)
  return kept.subarray(0, length + bytes.length - from)
}

const VECTOR = /^([ \t]*P:[ \t]*"[^"\n]*",[ \t]*)"Vector"(?=[ \t]*,)/gm

/** Under the name of that kind that the reader takes for three numbers. */
function vectors(text: string): readonly Edit[] {
  return [...text.matchAll(VECTOR)].map(({ index, 0: found, 1: before = '' }) => ({
    from: index + before.length,
    to: index + found.length,
    text: '"Vector3D"',
  }))
}

/** Pictures inside, of which the reader takes the first part: each part is Base64 with an end of its own. */
function contents(text: string): readonly Edit[] {
  return [...text.matchAll(/Content:\s*,\s*(?=")/g)].flatMap(({ index, 0: found }) => {
    const from = index + found.length
    const { parts, end } = readParts(text, from)
    const whole = parts.length > 1 ? joinBase64(parts) : null
    return whole === null ? [] : [{ from, to: end, text: `"${whole}"` }]
  })
}

function replaceParts(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return bytes
  let at = 0
  const pieces = edits
    .toSorted((one, other) => one.from - other.from)
    .flatMap(({ from, to, text }) => {
      const before = bytes.subarray(at, from)
      at = to
      return [before, new TextEncoder().encode(text)]
    })
  return concatBytes([...pieces, bytes.subarray(at)])
}

/** Texts in quotation marks, with nothing but commas and blanks between them. */
function readParts(text: string, from: number): { readonly parts: readonly string[]; readonly end: number } {
  const between = /"[\s,]*(?=")/y
  const parts: string[] = []
  let start = from
  for (;;) {
    const end = text.indexOf('"', start + 1)
    if (end === -1) return { parts: [], end: start }
    parts.push(text.slice(start + 1, end))
    between.lastIndex = end
    if (!between.test(text)) return { parts, end: end + 1 }
    start = between.lastIndex
  }
}

function joinBase64(parts: readonly string[]): string | null {
  try {
    return btoa(parts.map((part) => atob(part)).join(''))
  } catch {
    return null
  }
}
