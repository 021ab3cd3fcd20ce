/** One picture of several: glTF reads occlusion from red, roughness from green, metalness from blue and opacity from alpha. */
import { platform } from '#platform'

/** In the order of the bytes of a pixel. */
export const PARTS = ['red', 'green', 'blue', 'alpha'] as const
export type Part = (typeof PARTS)[number]

/** Four bytes a pixel, top row first. */
export interface Picture {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

/** One channel of a picture. */
export interface Channel {
  readonly picture: Picture
  readonly part: Part
  readonly isInverted: boolean
}

/** As PNG, of the size of the largest one. Where one is not there, the factor of the material says all. */
export async function mergeChannels(
  channels: Partial<Record<Part, Channel>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const sizeOf = ({ width, height }: Picture) => width * height
  const [largest] = Object.values(channels)
    .map(({ picture }) => picture)
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
  const { width, height } = largest ?? { width: 1, height: 1 }
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (const [index, name] of PARTS.entries()) {
    const channel = channels[name]
    if (channel !== undefined) copyChannel(channel, { pixels, width, height }, index)
  }
  return (await platform.encodePng(pixels, width, height)) as Uint8Array<ArrayBuffer>
}

function copyChannel({ picture, part, isInverted }: Channel, to: Picture, index: number): void {
  const channel = PARTS.indexOf(part)
  const isSameSize = picture.width === to.width && picture.height === to.height
  const read = isSameSize
    ? (x: number, y: number) => picture.pixels[(y * to.width + x) * 4 + channel] as number
    : sampler(picture, channel, to)
  for (let y = 0; y < to.height; y += 1) {
    for (let x = 0; x < to.width; x += 1) {
      const value = read(x, y)
      to.pixels[(y * to.width + x) * 4 + index] = isInverted ? 255 - value : value
    }
  }
}

/** Between the centres of four pixels, as graphics cards read textures. */
function sampler({ pixels, width, height }: Picture, channel: number, to: Picture) {
  const at = (x: number, y: number) => pixels[(y * width + x) * 4 + channel] as number
  const place = (position: number, from: number, size: number): readonly [number, number, number] => {
    const exact = Math.min(from - 1, Math.max(0, ((position + 0.5) * from) / size - 0.5))
    const low = Math.floor(exact)
    return [low, Math.min(from - 1, low + 1), exact - low]
  }
  return (x: number, y: number): number => {
    const [left, right, across] = place(x, width, to.width)
    const [top, bottom, down] = place(y, height, to.height)
    const upper = at(left, top) * (1 - across) + at(right, top) * across
    const lower = at(left, bottom) * (1 - across) + at(right, bottom) * across
    return Math.round(upper * (1 - down) + lower * down)
  }
}
