/** FBX as text, in the way that three's reader knows it. */
import { concatBytes } from '../../../concat-bytes.js'

const BINARY = 'Kaydara FBX Binary'

/** The bytes themselves, where nothing is to change, and of binary files. */
export function plainText(bytes: Uint8Array): Uint8Array {
  const isBinary = LATIN.decode(bytes.subarray(0, BINARY.length)) === BINARY
  return isBinary ? bytes : joinContents(withVectors(withoutBlanks(bytes)))
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
function withVectors(bytes: Uint8Array): Uint8Array {
  const places = [...LATIN.decode(bytes).matchAll(VECTOR)].map(
    ({ index, 1: before = '' }) => index + before.length,
  )
  if (places.length === 0) return bytes
  const name = new TextEncoder().encode('"Vector3D"')
  let at = 0
  const pieces = places.flatMap((place) => {
    const piece = bytes.subarray(at, place)
    at = place + '"Vector"'.length
    return [piece, name]
  })
  return concatBytes([...pieces, bytes.subarray(at)])
}

/** Pictures inside, of which the reader takes the first part: each part is Base64 with an end of its own. */
function joinContents(bytes: Uint8Array): Uint8Array {
  const text = LATIN.decode(bytes)
  const opening = /Content:\s*,\s*(?=")/g
  const pieces: Uint8Array[] = []
  let at = 0
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const { parts, end } = readParts(text, opening.lastIndex)
    const whole = parts.length > 1 ? joinBase64(parts) : null
    if (whole === null) continue
    pieces.push(bytes.subarray(at, opening.lastIndex), new TextEncoder().encode(`"${whole}"`))
    at = end
  }
  return pieces.length === 0 ? bytes : concatBytes([...pieces, bytes.subarray(at)])
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
