/** Checks the pictures of a model by their headers, so that nothing oversized is ever decoded. */
import type { Buffers } from './buffers.js'
import { decodeDataUri, isDataUri } from './data-uri.js'
import { type Json, list, object } from './document.js'
import type { Findings } from './findings.js'
import { type ImageSize, readImageSize } from './image-size.js'
import type { GlbLimits } from './limits.js'

/** The size stands in the first bytes; a JPEG may carry a long preamble. */
const HEAD_BYTES = 1024 * 1024

/** Sizes of all pictures, in the order of the file; null for those that are not drawn and cannot be read. */
export function checkImages(
  json: Json,
  drawn: ReadonlySet<number>,
  buffers: Buffers,
  limits: GlbLimits,
  findings: Findings,
): readonly (ImageSize | null)[] {
  let pixels = 0
  return list(json['images']).map((entry, index) => {
    const image = object(entry)
    const pointer = `/images/${index}`
    const { uri } = image
    if (uri !== undefined && !isDataUri(uri)) {
      findings.fail(`${pointer}/uri`, 'outside_file')
      return null
    }
    const head = readHead(image, buffers)
    const size = head === null ? null : readImageSize(head)
    if (size === null) {
      if (!drawn.has(index)) findings.warn(pointer, 'image_unused')
      else if (head === null) findings.fail(pointer, 'image_damaged')
      else findings.fail(pointer, 'image_format')
      return null
    }
    if (drawn.has(index)) pixels += size.pixels
    const isLarge = Math.max(size.width, size.height) > limits.imageSide || size.pixels > limits.imagePixels
    if (drawn.has(index) && isLarge) {
      findings.fail(pointer, 'image_large', `${size.width} × ${size.height}`)
    } else if (pixels > limits.totalPixels) {
      findings.fail('/images', 'images_large', limits.totalPixels)
    }
    return size
  })
}

/** Null: there is no such data. */
function readHead({ uri, bufferView }: Json, buffers: Buffers): Uint8Array | null {
  if (bufferView !== undefined) {
    return buffers.problemOf(bufferView) === null ? buffers.readView(bufferView, HEAD_BYTES) : null
  }
  return typeof uri === 'string' ? decodeDataUri(uri) : null
}
