/** What is known about a GLB. */
import type { ImageSize } from '@vectreal/scene-format'
import type { BytesByKind } from './bytes-by-kind.js'
import type { Drawn } from './count-drawn.js'
import type { ValidatorMessage } from './validate.js'

/** One texture of a file, and what it costs. */
export interface TextureReport {
  /** Index in the file's `images`. */
  readonly image: number
  readonly name: string
  readonly format: ImageSize['format']
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** About what it takes on a graphics card, with all its levels. */
  readonly gpuBytes: number
}

/** What `reportGlb` says of a file. */
export interface GlbReport extends Drawn {
  readonly bytes: number
  readonly bytesByKind: BytesByKind
  readonly materials: number
  readonly animations: number
  readonly cameras: number
  readonly variants: readonly string[]
  readonly extensions: readonly string[]
  /** The pictures that are drawn, largest on the graphics card first. */
  readonly textures: readonly TextureReport[]
  /** About what the model takes on a graphics card: geometry and pictures. */
  readonly gpuBytes: number
  /** What the viewer puts right, leaves out or shows differently from what the file says, in sentences. */
  readonly warnings: readonly string[]
  /** What the Khronos validator says: its errors and warnings, at most 100. */
  readonly validator: readonly ValidatorMessage[]
  /** What to do about it, the most useful first; empty where nothing needs doing. */
  readonly advice: readonly string[]
}
