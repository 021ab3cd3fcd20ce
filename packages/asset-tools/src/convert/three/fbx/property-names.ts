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
  /** It says the opposite: glossiness. */
  readonly isInverted?: true
}

/** Under their plain names, see `plainName`: of 3ds Max, Maya, Arnold, Stingray and V-Ray. */
const MAPS: Readonly<Record<string, MapUse>> = {
  basecolor: { map: 'map' },
  color: { map: 'map' },
  diffuse: { map: 'map' },
  norm: { map: 'normalMap' },
  normal: { map: 'normalMap' },
  // Of heights or of directions, which the picture tells.
  normalcamera: { map: 'bumpMap' },
  bump: { map: 'bumpMap' },
  metalness: { map: 'metalnessMap' },
  metallic: { map: 'metalnessMap' },
  roughness: { map: 'roughnessMap' },
  specularroughness: { map: 'roughnessMap' },
  glossiness: { map: 'roughnessMap', isInverted: true },
  emission: { map: 'emissiveMap' },
  emissive: { map: 'emissiveMap' },
  emitcolor: { map: 'emissiveMap' },
  emissioncolor: { map: 'emissiveMap' },
  ao: { map: 'aoMap' },
  ambientocclusion: { map: 'aoMap' },
  alpha: { map: 'alphaMap' },
  cutout: { map: 'alphaMap' },
  opacity: { map: 'alphaMap' },
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
const MAPS_OF_BLENDER: Readonly<Record<string, MapUse>> = {
  ReflectionFactor: { map: 'metalnessMap' },
  Shininess: { map: 'roughnessMap' },
  ShininessExponent: { map: 'roughnessMap' },
}

/** Null: no picture of a physically based material, or one of a kind that nobody has a place for. */
export function mapUseOf(property: string, isBlender: boolean): MapUse | null {
  const name = plainName(property)
  if (name !== null) return Object.hasOwn(MAPS, name) ? (MAPS[name] as MapUse) : null
  return isBlender && Object.hasOwn(MAPS_OF_BLENDER, property) ? (MAPS_OF_BLENDER[property] as MapUse) : null
}

/**
 * `3dsMax|main|base_color_map`, `Maya|baseColor|file` and `Maya|TEX_color_map` without program and spelling: `basecolor`,
 * `color`. Null: a property of FBX itself.
 */
export function plainName(property: string): string | null {
  const parts = property.split('|')
  if (parts.length < 2) return null
  if (parts.at(-1) === 'file') parts.pop()
  return (parts.at(-1) ?? '')
    .replaceAll('_', '')
    .toLowerCase()
    .replace(/^tex(?:map)?(?=.)/, '')
    .replace(/(?<=.)(?:map|texture)$/, '')
}
