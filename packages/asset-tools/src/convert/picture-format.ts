/** Whether bytes are a picture that can be shown, without unpacking it. */
import { type ImageSize, readImageSize } from '@vectreal/scene-format'

/** Of the bytes, whatever their file is called; null: of a kind that glTF does not have, or cut off so that nobody shows it. */
export function pictureType(bytes: Uint8Array): `image/${ImageSize['format']}` | null {
  const size = readImageSize(bytes)
  return size === null || isCutOff(bytes, size.format) ? null : `image/${size.format}`
}

/** Of PNG and WebP, which say where they end; of JPEG, browsers show what there is. */
function isCutOff(bytes: Uint8Array, format: ImageSize['format']): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Of an odd length a byte follows that says nothing, and is left out now and then.
  if (format === 'webp') return view.getUint32(4, true) + 8 > bytes.byteLength + 1
  return format === 'png' && !hasLastChunk(view)
}

const SIGNATURE = 8
/** Of a chunk: its length and its name, and with its checksum. */
const [NAMED, FRAME] = [8, 12]
const IEND = 0x49454e44

function hasLastChunk(view: DataView): boolean {
  let at = SIGNATURE
  while (at + NAMED <= view.byteLength) {
    if (view.getUint32(at + 4) === IEND) return true
    at += FRAME + view.getUint32(at)
  }
  return false
}

/** A JPEG in the four colours of print (ITU-T T.81, B.2.2), which glTF does not have. */
export function hasFourChannels(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 4 || view.getUint16(0) !== 0xffd8) return false
  let at = 2
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint8(at + 9) === 4
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return false
}
