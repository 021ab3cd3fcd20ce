/** How large a model is in the world. */
import { SETTING_RANGES } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'

/** Along x, y and z, in the units of the file. */
export type Extent = readonly [width: number, height: number, depth: number]

/** What people put into a room, in metres: a ring, and a car with its trailer. */
const USUAL = { least: 0.01, most: 20 }

/** Null: it has none. */
export function extentOf(model: LoadedModel): Extent | null {
  // Never drawn, so it holds nothing that would have to be released.
  const box = model.createInstance().restBox()
  if (box === null) return null
  const { min, max } = box
  return [max.x - min.x, max.y - min.y, max.z - min.z]
}

export const longestOf = (extent: Extent): number => Math.max(...extent)

/** Whether a size is more likely that of a file which does not count in metres. */
export const isUnusual = (metres: number): boolean => metres < USUAL.least || metres > USUAL.most

/** Null: no length of a thing, or one that cannot be set. */
export function metresPerUnitFor(extent: Extent, longestMetres: number): number | null {
  const [least, most] = SETTING_RANGES.metresPerUnit
  const metres = longestMetres / longestOf(extent)
  // Five digits are more than anybody measures.
  return metres >= least && metres <= most ? Number(metres.toPrecision(5)) : null
}

/** As people write it, in the unit that suits the size: `1.25 m`, `8.4 cm`. */
export function formatMetres(metres: number): string {
  const [unit, per] = metres >= 1 ? ['meter', 1] : metres >= 0.01 ? ['centimeter', 100] : ['millimeter', 1000]
  const format = { style: 'unit', unit: unit as string, maximumSignificantDigits: 3 } as const
  return new Intl.NumberFormat(undefined, format).format(metres * (per as number))
}
