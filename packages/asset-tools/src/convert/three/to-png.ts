/** Pictures in formats that glTF does not take, as PNG. */
import type { Platform } from '../../platform/platform.js'
import { ownBuffer } from '../../own-buffer.js'

/** A picture of some kilobytes may hold as many as it likes. */
export const MAX_PIXELS = 100_000_000

/** Null: not a picture that anybody here reads. Rejects for one that is damaged. */
export async function toPng(name: string, bytes: Uint8Array, platform: Platform): Promise<Uint8Array | null> {
  if (/\.tga$|^data:image\/(?:x-)?tga\b/i.test(name)) return tgaToPng(bytes, platform)
  // Everything else that the platform itself reads: GIF and TIFF in Node, BMP and GIF in browsers.
  const picture = await platform.decodePixels(bytes).catch(() => null)
  if (picture !== null) return platform.encodePng(picture.pixels, picture.width, picture.height)
  // What is inside a file has no name that tells its kind.
  return name.startsWith('blob:') ? tgaToPng(bytes, platform) : null
}

/** Rejects for what is none. */
async function tgaToPng(bytes: Uint8Array, platform: Platform): Promise<Uint8Array | null> {
  const { TGALoader } = await import('three/addons/loaders/TGALoader.js')
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (size.getUint16(12, true) * size.getUint16(14, true) > MAX_PIXELS) return null
  const { data, width, height } = new TGALoader().parse(ownBuffer(bytes)) as {
    data: Uint8Array
    width: number
    height: number
  }
  // It begins with the highest row, wherever the file does.
  return platform.encodePng(data, width, height)
}
