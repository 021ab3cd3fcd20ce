/** Width, height and depth of a model, and the lines along its edges that show them. */
import { type Box3, MathUtils, Vector3 } from 'three'
import type { OrbitCamera } from './orbit-camera.js'
import type { LengthUnit } from '@vectreal/scene-format'

/** How large a model is, in metres (glTF 2.0 §3.4): along x, y and z. */
export interface Dimensions {
  readonly width: number
  readonly height: number
  readonly depth: number
}

const UNITS: Readonly<Record<LengthUnit, { readonly perMetre: number; readonly unit: string }>> = {
  m: { perMetre: 1, unit: 'meter' },
  cm: { perMetre: 100, unit: 'centimeter' },
  mm: { perMetre: 1000, unit: 'millimeter' },
  in: { perMetre: 1 / 0.0254, unit: 'inch' },
}

export function dimensionsOf(box: Box3, metresPerUnit: number): Dimensions {
  const { x, y, z } = box.getSize(new Vector3()).multiplyScalar(metresPerUnit)
  return { width: x, height: y, depth: z }
}

/** As people of a language write it, with three digits that count: `1.25 m`. */
export function formatLength(metres: number, unit: LengthUnit, language?: string): string {
  const { perMetre, unit: name } = UNITS[unit]
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(metres * perMetre)
}

export interface DimensionLine {
  readonly side: keyof Dimensions
  readonly from: Vector3
  readonly to: Vector3
}

/** Along the edges of the box that face the camera, so that the model hides none of them. */
export function dimensionLines({ min, max }: Box3, camera: OrbitCamera): DimensionLine[] {
  const { x, z } = camera.position
  const nearX = x >= MathUtils.lerp(min.x, max.x, 0.5) ? max.x : min.x
  const nearZ = z >= MathUtils.lerp(min.z, max.z, 0.5) ? max.z : min.z
  const farX = nearX === max.x ? min.x : max.x
  const at = (px: number, py: number, pz: number) => new Vector3(px, py, pz)
  return [
    { side: 'width', from: at(min.x, min.y, nearZ), to: at(max.x, min.y, nearZ) },
    { side: 'depth', from: at(nearX, min.y, min.z), to: at(nearX, min.y, max.z) },
    { side: 'height', from: at(farX, min.y, nearZ), to: at(farX, max.y, nearZ) },
  ]
}
