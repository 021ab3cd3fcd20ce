/** Faces of PLY with more than four corners, as triangles: three's reader leaves them out. */
import { concatBytes } from '../../concat-bytes.js'
import { findPlyHeader, parsePlyElements } from '../ply-header.js'
import { splitBinaryFaces } from './ply-binary.js'
import { splitTextFaces } from './ply-text.js'

/** The same bytes where there is nothing to do, or where they are not as the header says. */
export function splitLargeFaces(bytes: Uint8Array): Uint8Array {
  const header = findPlyHeader(bytes)
  const format = /^format\s+(\w+)/m.exec(header ?? '')?.[1]
  if (header === null || format === undefined) return bytes
  const body = bytes.subarray(header.length)
  const elements = parsePlyElements(header)
  const split =
    format === 'ascii'
      ? splitTextFaces(elements, body)
      : splitBinaryFaces(elements, body, format === 'binary_little_endian')
  if (split === null) return bytes
  const head = header.replace(/^(element\s+face\s+)\d+/m, (_whole, words: string) => `${words}${split.faces}`)
  // The header may hold any sign of any encoding.
  return concatBytes([Uint8Array.from(head, (sign) => sign.charCodeAt(0)), split.body])
}
