import { expect, test } from 'vitest'
import { readImageSize } from './image-size.js'

/** A header with numbers at these places. */
function header(text: string, length: number, numbers: Readonly<Record<number, number>>): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(Array.from(text, (character) => character.charCodeAt(0)))
  const view = new DataView(bytes.buffer)
  for (const [at, value] of Object.entries(numbers))
    view.setUint32(Number(at), value, text.startsWith('\xabKTX'))
  return bytes
}

const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'
const KTX = '\xabKTX 20\xbb\r\n\x1a\n'

test.each([
  [
    'a PNG',
    header(PNG, 32, { 16: 640, 20: 480 }),
    { format: 'png', width: 640, height: 480, pixels: 307_200 },
  ],
  [
    'a KTX2 file with six faces and all levels',
    header(KTX, 80, { 20: 512, 24: 512, 36: 6, 40: 10 }),
    { format: 'ktx2', width: 512, height: 512, pixels: 512 * 512 * 6 * (4 / 3) },
  ],
  ['a PNG without width', header(PNG, 32, { 20: 480 }), null],
  ['a PNG that ends in its header', header(PNG, 18, {}), null],
  [
    'a KTX2 file with more levels than there are halvings',
    header(KTX, 80, { 20: 512, 24: 512, 40: 33 }),
    null,
  ],
  ['an SVG', header('<svg xmlns="http://www.w3.org/2000/svg">', 40, {}), null],
  ['nothing', new Uint8Array(), null],
])('reads the size of %s', (_what, bytes, size) => {
  expect(readImageSize(bytes)).toEqual(size)
})
