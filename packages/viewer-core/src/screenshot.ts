/** Pictures of what a viewer shows. */

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

/** The size of the picture, in units of `pixelRatio` pixels. */
export function pictureSize(
  wanted: ScreenshotOptions,
  shown: { readonly width: number; readonly height: number },
  screenRatio: (width: number, height: number) => number,
): { width: number; height: number; pixelRatio: number } {
  const width = wanted.width ?? (shown.width || DEFAULT_SIZE.width)
  const height = wanted.height ?? (shown.height || DEFAULT_SIZE.height)
  return { width, height, pixelRatio: wanted.width === undefined ? screenRatio(width, height) : 1 }
}

/** What is on a canvas right after it was drawn; a moment later a WebGL canvas may be empty. */
export function copyOf(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const copy = document.createElement('canvas')
  copy.width = canvas.width
  copy.height = canvas.height
  // Kept in main memory: the GPU's is what has run short when a still is needed.
  copy.getContext('2d', { willReadFrequently: true })?.drawImage(canvas, 0, 0)
  return copy
}

/** Rejects where the browser makes no image, of a canvas that is too large for it. */
export function encodePicture(
  picture: HTMLCanvasElement,
  { type, quality }: ScreenshotOptions,
): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob(
      (blob) => (blob === null ? reject(new Error('The browser made no image')) : resolve(blob)),
      type ?? 'image/png',
      quality,
    )
  })
}
