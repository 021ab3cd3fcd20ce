/** Pictures of what a viewer shows. */
import { copyCanvas } from './copy-canvas.js'
import type { OrbitPose } from './orbit-pose.js'
import type { StageRenderer } from './renderer.js'
import { fullPixelRatio } from './resolution.js'

/** How `screenshot` takes its picture. */
export interface ScreenshotOptions {
  /** In pixels of the picture. Absent: as wide as the viewer, at the screen's pixel ratio. */
  readonly width?: number
  /** In the same pixels as `width`. Absent: as high as the viewer. */
  readonly height?: number
  /** Name of a camera; by default the view as it is. */
  readonly camera?: string
  /** Default `image/png`. */
  readonly type?: 'image/png' | 'image/jpeg' | 'image/webp'
  /** For JPEG and WebP, 0 to 1; absent: the default of the browser. */
  readonly quality?: number
}

/** A viewer that has no size of its own. */
const DEFAULT_SIZE = { width: 1024, height: 768 } as const

/** What a picture is taken with. */
interface Camera {
  /** From where a picture of this shape is taken; null: there is no camera of that name. */
  poseOf(aspect: number, name: string | undefined): OrbitPose | null
  draw(pose: OrbitPose, aspect: number): void
  /** Draws what is on screen again. */
  drawShown(): void
}

/** @throws TypeError for an unknown camera */
export function takePicture(
  wanted: ScreenshotOptions,
  renderer: StageRenderer,
  shown: { readonly width: number; readonly height: number },
  camera: Camera,
): Promise<Blob> {
  const width = wanted.width ?? (shown.width || DEFAULT_SIZE.width)
  const height = wanted.height ?? (shown.height || DEFAULT_SIZE.height)
  const pose = camera.poseOf(width / height, wanted.camera)
  if (pose === null) throw new TypeError(`screenshot: there is no camera "${wanted.camera}"`)
  const before = renderer.size
  renderer.resize(width, height, wanted.width === undefined ? fullPixelRatio(width, height) : 1)
  camera.draw(pose, width / height)
  const taken = copyCanvas(renderer.canvas)
  renderer.resize(before.width, before.height, before.pixelRatio)
  camera.drawShown()
  return encode(taken, wanted)
}

/** Rejects where the browser makes no image, of a canvas that is too large for it. */
function encode(picture: HTMLCanvasElement, { type, quality }: ScreenshotOptions): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob(
      (blob) => (blob === null ? reject(new Error('The browser made no image')) : resolve(blob)),
      type ?? 'image/png',
      quality,
    )
  })
}
