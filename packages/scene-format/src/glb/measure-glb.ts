/** What a file costs, and what of it is seen: for whoever takes it in. Drawing it needs none of this. */
import { componentsOf, isMadeUp } from './accessors.js'
import { list, object, whole } from './document.js'
import type { Glb } from './open-glb.js'

/** How much more a value of a sparse accessor costs than one that lies in the file. */
const MADE_UP_COST = 4

export interface GlbMeasures {
  /** Single numbers that a reader of all data goes through; those made from nothing cost it several times as much. */
  readonly values: number
  /** About what the model takes on a graphics card: geometry, and pictures with all their levels, unpacked. */
  readonly gpuBytes: number
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
  for (const [index, size] of images.entries()) {
    // Four bytes a pixel, and a third for the smaller levels.
    if (size !== null && drawn.images.has(index)) texelBytes += (size.pixels * 16) / 3
  }
  return { values, gpuBytes: Math.round(decodedBytes + texelBytes) }
}

/** Whether anything that is drawn needs the place that a JSON pointer into the file names. */
export function isDrawn({ drawn }: Glb, pointer: string): boolean {
  const [, name = '', index] = pointer.split('/')
  const entries = Object.hasOwn(drawn, name) ? drawn[name as keyof typeof drawn] : null
  return entries?.has(Number(index)) ?? true
}
