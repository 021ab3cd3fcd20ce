/** What programs call the properties of physically based materials in FBX, which itself has none. */

/** The maps of three's materials that pictures of these names are for. */
export type MapName =
  | 'map'
  | 'normalMap'
  | 'bumpMap'
  | 'metalnessMap'
  | 'roughnessMap'
  | 'emissiveMap'
  | 'aoMap'
  | 'alphaMap'

export interface MapUse {
  readonly map: MapName
  /** Of the property, see `plainName`. */
  readonly name: string
}

/** Under their plain names, see `plainName`: of 3ds Max, Maya, Arnold, Stingray and V-Ray. */
const MAPS: Readonly<Record<string, MapName>> = {
  basecolor: 'map',
  color: 'map',
  diffuse: 'map',
  norm: 'normalMap',
  normal: 'normalMap',
  // Of heights or of directions, which the picture tells.
  normalcamera: 'bumpMap',
  bump: 'bumpMap',
  metalness: 'metalnessMap',
  metallic: 'metalnessMap',
  roughness: 'roughnessMap',
  specularroughness: 'roughnessMap',
  glossiness: 'roughnessMap',
  emission: 'emissiveMap',
  emissive: 'emissiveMap',
  emitcolor: 'emissiveMap',
  emissioncolor: 'emissiveMap',
  ao: 'aoMap',
  ambientocclusion: 'aoMap',
  alpha: 'alphaMap',
  cutout: 'alphaMap',
  opacity: 'alphaMap',
}

/** As the exporter of Blender 2.80 and newer names itself; older ones had no metalness. */
const BLENDER = /Blender \(stable FBX IO\) - (?:2\.[89]|[3-9]\.|\d\d)/
/** In its first bytes, where a file says which program made it. */
const HEADER_BYTES = 4000

/** Whether properties of Phong's material mean what Blender writes into them. */
export function isOfBlender(file: Uint8Array): boolean {
  return BLENDER.test(new TextDecoder('latin1').decode(file.subarray(0, HEADER_BYTES)))
}

/** Blender's exporter writes them into properties of Phong's material that mean something else. */
const MAPS_OF_BLENDER: Readonly<Record<string, MapName>> = {
  ReflectionFactor: 'metalnessMap',
  Shininess: 'roughnessMap',
  ShininessExponent: 'roughnessMap',
}

/** Null: no picture of a physically based material, or one of a kind that nobody has a place for. */
export function mapUseOf(property: string, isBlender: boolean): MapUse | null {
  const plain = plainName(property)
  const name = plain ?? property
  const maps = plain !== null ? MAPS : isBlender ? MAPS_OF_BLENDER : {}
  const map = Object.hasOwn(maps, name) ? maps[name] : undefined
  return map === undefined ? null : { map, name }
}

/**
 * `3dsMax|main|base_color_map`, `Maya|baseColor|file` and `Maya|TEX_color_map` without program, spelling and the sign of a
 * picture: `basecolor`, `color`. Null: a property of FBX itself.
 */
function plainName(property: string): string | null {
  return (
    wordOf(property)
      ?.replace(/^tex(?:map)?(?=.)/, '')
      .replace(/(?<=.)(?:map|texture)$/, '') ?? null
  )
}

/** With the sign of a picture: `basecolormap`. */
export function wordOf(property: string): string | null {
  const parts = property.split('|')
  if (parts.length < 2) return null
  if (parts.at(-1) === 'file') parts.pop()
  return (parts.at(-1) ?? '').replaceAll('_', '').toLowerCase()
}
