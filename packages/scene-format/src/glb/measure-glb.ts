/** What a file costs, and what of it is seen: for whoever takes it in. Drawing it needs none of this. */
import { componentsOf, isMadeUp } from './accessors.js'
import { list, object, whole } from './document.js'
import type { ImageSize } from './image-size.js'
import type { Glb } from './open-glb.js'

/** How much more a value of a sparse accessor costs than one that lies in the file. */
const MADE_UP_COST = 4

export interface GlbMeasures {
  /** Single numbers that a reader of all data goes through; those made from nothing cost it several times as much. */
  readonly values: number
  /** About what the model takes on a graphics card: geometry, and pictures with all their levels, unpacked. */
  readonly gpuBytes: number
  /** The pictures that something drawn uses. */
  readonly images: {
    readonly count: number
    /** In the binary part of the file, packed as they are there. */
    readonly bytes: number
    /** Of the largest one; 0 where there is none. */
    readonly width: number
    readonly height: number
  }
}

/** What a model costs to validate and to hold on a graphics card. */
export function measureGlb({ json, images, drawn, decodedBytes }: Glb): GlbMeasures {
  let values = 0
  for (const entry of list(json['accessors'])) {
    const accessor = object(entry)
    const cost = isMadeUp(accessor) ? MADE_UP_COST : 1
    values += (whole(accessor['count']) ?? 0) * (componentsOf(accessor) || 1) * cost
  }
  let texelBytes = 0
  let bytes = 0
  let largest = { width: 0, height: 0 }
  const views = list(json['bufferViews'])
  for (const [index, size] of images.entries()) {
    if (size === null || !drawn.images.has(index)) continue
    texelBytes += pictureGpuBytes(size)
    const view = whole(object(list(json['images'])[index])['bufferView'])
    if (view !== null) bytes += whole(object(views[view])['byteLength']) ?? 0
    if (size.width * size.height > largest.width * largest.height) largest = size
  }
  const { width, height } = largest
  return {
    values,
    gpuBytes: Math.round(decodedBytes + texelBytes),
    images: { count: drawn.images.size, bytes, width, height },
  }
}

/** About what a picture takes on a graphics card, in bytes, with its smaller levels. KTX2 stays packed there. */
export function pictureGpuBytes({ format, width, height, pixels }: ImageSize): number {
  // Its own count of pixels has the levels in it, where it has levels.
  if (format === 'ktx2') return Math.round(Math.max(pixels, (width * height * 4) / 3))
  // Four bytes a pixel, and a third for the levels.
  return Math.round((pixels * 16) / 3)
}

/** Whether anything that is drawn needs the place that a JSON pointer into the file names. */
export function isDrawn({ drawn }: Glb, pointer: string): boolean {
  const [, name = '', index] = pointer.split('/')
  const entries = Object.hasOwn(drawn, name) ? drawn[name as keyof typeof drawn] : null
  return entries?.has(Number(index)) ?? true
}
