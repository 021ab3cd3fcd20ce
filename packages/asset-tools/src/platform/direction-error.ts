/**
 * How far directions are off after lossy encoding. WebP has colour at half the resolution, and two of the three numbers of a
 * normal map are mostly colour to it: fine relief of a few pixels goes.
 */

/** Root mean square of the first two numbers, of 255. Below it no difference was seen. */
const MOST = 5

/** Four bytes a pixel, both of one size. */
export function losesDirections(pixels: Uint8Array, encoded: Uint8Array): boolean {
  let squares = 0
  for (let index = 0; index < pixels.length; index += 4) {
    squares += ((pixels[index] ?? 0) - (encoded[index] ?? 0)) ** 2
    squares += ((pixels[index + 1] ?? 0) - (encoded[index + 1] ?? 0)) ** 2
  }
  return Math.sqrt(squares / (pixels.length / 2)) > MOST
}
