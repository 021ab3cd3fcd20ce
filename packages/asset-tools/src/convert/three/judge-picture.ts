/** What the pixels of a picture say about what it is for. */
import { type Part, PARTS, type Picture } from './merge-channels.js'

/** What is seen through it: nothing, holes with clear edges, or something of what is behind. */
export type OpacityKind = 'opaque' | 'holes' | 'soft'

/** Numbers of a channel from here on are whole, and up to there nothing. */
const [WHOLE, NOTHING] = [240, 16]
/** Edges of holes are soft, too, and fewer than what is open. */
const SHARE_OF_EDGES = 1 / 2

export function kindOfOpacity({ pixels }: Picture, part: Part, isInverted = false): OpacityKind {
  let [open, soft] = [0, 0]
  for (let at = PARTS.indexOf(part); at < pixels.length; at += 4) {
    const value = pixels[at] as number
    const opacity = isInverted ? 255 - value : value
    if (opacity >= WHOLE) continue
    open += 1
    if (opacity > NOTHING) soft += 1
  }
  if (open === 0) return 'opaque'
  return soft <= open * SHARE_OF_EDGES ? 'holes' : 'soft'
}

/** The channel of a picture of opacity that has it: alpha, if anything is transparent in it, or else how bright it is. */
export const opacityPartOf = (picture: Picture): Part =>
  kindOfOpacity(picture, 'alpha') === 'opaque' ? 'green' : 'alpha'

/** Of pixels that are painted at all. */
const MIN_PAINTED = 1 / 20
const DARKEST = 30

/** A picture of directions is bluish all over, as most of them point away from the surface; one of heights is grey. */
export function hasDirections({ pixels }: Picture): boolean {
  const sums = [0, 0, 0]
  let painted = 0
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
    // Between the parts of an atlas there is nothing.
    if (pixels[at + 3] === 0 || red + green + blue < DARKEST) continue
    painted += 1
    sums[0]! += red
    sums[1]! += green
    sums[2]! += blue
  }
  if (painted < (pixels.length / 4) * MIN_PAINTED) return false
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => sum / painted)
  return Math.abs(red - 128) < 32 && Math.abs(green - 128) < 32 && blue > 180
}
