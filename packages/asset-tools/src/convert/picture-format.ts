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
  if (format === 'webp') return view.getUint32(4, true) + 8 > bytes.byteLength
  return format === 'png' && !hasLastChunk(view)
}

const SIGNATURE = 8
/** Of a chunk: its length, its name and its checksum. */
const FRAME = 12
const IEND = 0x49454e44

function hasLastChunk(view: DataView): boolean {
  let at = SIGNATURE
  while (at + FRAME <= view.byteLength) {
    if (view.getUint32(at + 4) === IEND) return true
    at += FRAME + view.getUint32(at)
  }
  return false
}
