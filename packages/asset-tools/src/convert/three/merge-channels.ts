/** One picture of several: glTF reads occlusion from red, roughness from green and metalness from blue. */
import { platform } from '#platform'

const PARTS = ['red', 'green', 'blue'] as const

export interface Channel {
  readonly bytes: Uint8Array
  /** The channel of that picture; default: the one that glTF reads. */
  readonly part?: 'r' | 'g' | 'b' | 'a' | undefined
}

/** Where one is not there, the factor of the material says all. Pictures of several sizes take the largest one. */
export async function mergeChannels(
  channels: Partial<Record<(typeof PARTS)[number], Channel>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pictures = await Promise.all(
    PARTS.map(async (name) => {
      const channel = channels[name]
      return channel && { ...(await platform.decodePixels(channel.bytes)), part: channel.part }
    }),
  )
  const width = Math.max(1, ...pictures.map((picture) => picture?.width ?? 1))
  const height = Math.max(1, ...pictures.map((picture) => picture?.height ?? 1))
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (const [channel, picture] of pictures.entries()) {
    if (!picture) continue
    const part = picture.part === undefined ? channel : 'rgba'.indexOf(picture.part)
    for (let y = 0; y < height; y += 1) {
      const row = Math.floor((y * picture.height) / height) * picture.width
      for (let x = 0; x < width; x += 1) {
        const from = (row + Math.floor((x * picture.width) / width)) * 4
        pixels[(y * width + x) * 4 + channel] = picture.pixels[from + part] ?? 255
      }
    }
  }
  return (await platform.encodePng(pixels, width, height)) as Uint8Array<ArrayBuffer>
}
