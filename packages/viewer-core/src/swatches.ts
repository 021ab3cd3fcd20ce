/** A small picture of each variant: the colour of its material, or its texture. */
import type { Color, Material, Texture } from 'three'
import type { VariantSwatch } from './variants.js'

/** Of a texture's picture, in pixels. */
const SIDE = 32

/** How a variant looks in a list. */
export interface Swatch {
  /** As `setVariant` takes it. */
  readonly name: string
  /** As CSS takes it; null: only the name tells. */
  readonly color: string | null
  /** The texture, small; null: it has none, or none that can be drawn. */
  readonly picture: HTMLCanvasElement | null
  /** The file starts with it. */
  readonly isOriginal: boolean
}

export function drawSwatches(variants: readonly VariantSwatch[]): Swatch[] {
  return variants.map(({ name, material, isOriginal }) => {
    const { color, map } = (material ?? {}) as Material & { color?: Color; map?: Texture | null }
    return {
      name,
      color: color === undefined ? null : `#${color.getHexString()}`,
      isOriginal,
      picture: map ? pictureOf(map.image as CanvasImageSource) : null,
    }
  })
}

/** Null for what no canvas can draw, such as a texture that only the GPU can read. */
function pictureOf(image: CanvasImageSource): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  try {
    canvas.getContext('2d')!.drawImage(image, 0, 0, SIDE, SIDE)
    return canvas
  } catch {
    return null
  }
}
