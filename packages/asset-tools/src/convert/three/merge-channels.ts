/** One picture of several: glTF reads occlusion from red, roughness from green, metalness from blue and opacity from alpha. */
import { platform } from '#platform'

const PARTS = ['red', 'green', 'blue', 'alpha'] as const
type Part = (typeof PARTS)[number]

/** Four bytes a pixel, top row first. */
export interface Picture {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

export interface Channel {
  readonly picture: Picture
  /** The channel of that picture; default: the one that glTF reads. */
  readonly part?: 'r' | 'g' | 'b' | 'a' | undefined
  readonly isInverted?: boolean | undefined
}

/** Where one is not there, the factor of the material says all. Pictures of several sizes take the largest one. */
export async function mergeChannels(
  channels: Partial<Record<Part, Channel>>,
): Promise<{ readonly png: Uint8Array<ArrayBuffer>; readonly alpha: AlphaKind }> {
  const all = Object.values(channels).map(({ picture }) => picture)
  const width = Math.max(1, ...all.map((picture) => picture.width))
  const height = Math.max(1, ...all.map((picture) => picture.height))
  const pixels = new Uint8Array(width * height * 4).fill(255)
  for (const [index, name] of PARTS.entries()) {
    const channel = channels[name]
    if (channel !== undefined) copyChannel(channel, { pixels, width, height }, index)
  }
  const png = (await platform.encodePng(pixels, width, height)) as Uint8Array<ArrayBuffer>
  return { png, alpha: kindOfAlpha(pixels) }
}

function copyChannel({ picture: from, part, isInverted }: Channel, to: Picture, index: number): void {
  const channel = part === undefined ? (index === 3 ? opacityOf(from.pixels) : index) : 'rgba'.indexOf(part)
  for (let y = 0; y < to.height; y += 1) {
    const row = Math.floor((y * from.height) / to.height) * from.width
    for (let x = 0; x < to.width; x += 1) {
      const value = from.pixels[(row + Math.floor((x * from.width) / to.width)) * 4 + channel] ?? 255
      to.pixels[(y * to.width + x) * 4 + index] = isInverted === true ? 255 - value : value
    }
  }
}

/** Of a picture of opacity: what is transparent in it, or where it is dark. */
const opacityOf = (pixels: Uint8Array): number => (kindOfAlpha(pixels) === 'opaque' ? 1 : 3)

/** What is seen through the pixels: nothing, holes with clear edges, or something of what is behind. */
export type AlphaKind = 'opaque' | 'holes' | 'soft'

/** Edges of holes are soft, too, and few. */
const SHARE_OF_EDGES = 1 / 8

export function kindOfAlpha(pixels: Uint8Array): AlphaKind {
  let [open, soft] = [0, 0]
  for (let at = 3; at < pixels.length; at += 4) {
    const alpha = pixels[at] as number
    if (alpha >= 240) continue
    open += 1
    if (alpha > 16) soft += 1
  }
  if (open === 0) return 'opaque'
  return soft <= (pixels.length / 4) * SHARE_OF_EDGES ? 'holes' : 'soft'
}

/** A picture of directions is bluish all over, as most of them point away from the surface; one of heights is grey. */
export function hasDirections(pixels: Uint8Array): boolean {
  const sums = [0, 0, 0]
  for (let at = 0; at < pixels.length; at += 4)
    for (let part = 0; part < 3; part += 1)
      sums[part] = (sums[part] as number) + (pixels[at + part] as number)
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => sum / (pixels.length / 4))
  return Math.abs(red - 128) < 32 && Math.abs(green - 128) < 32 && blue > 180
}
