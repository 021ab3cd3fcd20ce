/** FBX as text, in the way that three's reader knows it. */

import { concatBytes } from '../../../concat-bytes.js'

const BINARY = 'Kaydara FBX Binary'

/** A part of the file, and what stands there instead. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The bytes themselves, where nothing is to change, and of binary files. */
export function plainText(bytes: Uint8Array): Uint8Array {
  const latin = new TextDecoder('latin1')
  if (latin.decode(bytes.subarray(0, BINARY.length)) === BINARY) return bytes
  // TextDecoder's latin1 is Windows-1252, which changes signs that a name may have; so only what is to go is looked for in it.
  const text = latin.decode(bytes)
  const edits = [...blanks(text), ...contentsInParts(text)]
  return edits.length === 0 ? bytes : apply(bytes, edits)
}

/** After commas: the reader takes numbers behind them for words. */
function blanks(text: string): readonly Edit[] {
  if (!/",[ \t]+["\d-]/.test(text)) return []
  return [...text.matchAll(/"[^"]*"|,[ \t]+/g)]
    .filter(({ 0: found }) => !found.startsWith('"'))
    .map(({ index, 0: found }) => ({ from: index + 1, to: index + found.length, text: '' }))
}

/** Pictures inside, of which the reader takes the first part: each part is Base64 with an end of its own. */
function contentsInParts(text: string): readonly Edit[] {
  const edits: Edit[] = []
  const opening = /Content:\s*,\s*(?=")/g
  const between = /"[\s,]*(?=(")?)/y
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const from = opening.lastIndex
    const parts: string[] = []
    let to = from
    for (let isNext = true; isNext; ) {
      const end = text.indexOf('"', to + 1)
      if (end === -1) break
      parts.push(text.slice(to + 1, end))
      between.lastIndex = end
      isNext = between.exec(text)?.[1] !== undefined
      to = isNext ? between.lastIndex : end + 1
    }
    const whole = parts.length > 1 ? joinBase64(parts) : null
    if (whole !== null) edits.push({ from, to, text: `"${whole}"` })
  }
  return edits
}

function joinBase64(parts: readonly string[]): string | null {
  try {
    return btoa(parts.map((part) => atob(part)).join(''))
  } catch {
    return null
  }
}

function apply(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  let at = 0
  for (const { from, to, text } of [...edits].sort((one, other) => one.from - other.from)) {
    if (from < at) continue
    pieces.push(bytes.subarray(at, from), encoder.encode(text))
    at = to
  }
  return concatBytes([...pieces, bytes.subarray(at)])
}
